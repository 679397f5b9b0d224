assert conv.count_params() == 4_385
assert parts[-1].output.shape == (None, 28, 28)
assert apply(conv.layers[0], test[:2]).shape == (2, 4, 4, 8)
assert [np.linalg.matrix_rank(m) for m in (x, code, output)] == [6, 2, 2]
assert conv_error < first_error < pixel_error(0, test)

black = scores["black"][0]
assert scores["0 to 255, absolute"][0] > 0.95 * black
assert scores["0 to 1, cross-entropy"][0] < 0.95 * black

noise = {name: value for name, value in decibels.items() if name != "denoiser"}
assert decibels["denoiser"] > max(noise.values()) + 0.5
assert min(noise, key=noise.get) == "noisy"
for measure in ("absolute", "root of squared"):
    assert halves["network"][measure] == min(h[measure] for h in halves.values())
assert gaps["real, rebuilt"] < gaps["halfway in codes"] < gaps["halfway in pixels"]
for judge in judges:
    assert accuracy["dense, 32"][judge] > accuracy["dense, 32, untrained"][judge]
    assert abs(accuracy["dense, 32"][judge] - accuracy["PCA, 32"][judge]) < 0.06

if mnist.source == "full":
    absolute, squared = (comparison[measure].unstack() for measure in comparison)
    assert f"{pixel_error(0, test):.1f}" == "33.8"
    assert f"{absolute.loc[32, 'PCA']:.1f}" == "17.9"
    assert sum(brightest < 1 for _, brightest in scores.values()) == 4
    assert conv_error <= 13
    assert absolute.loc[32, "dense"] <= 9
    assert (absolute["dense"] < absolute["PCA, cut off"]).all()
    assert (squared["dense"] < squared["PCA, cut off"]).to_list() == [True, True, False]
    assert abs(rmse(apply(linear, test), test) - rmse(by_pca(test, 8), test)) < 0.5
    assert (angles < 5).sum() >= 6
    assert decibels["dense, 32"] < decibels["median filter"] < decibels["PCA, 32"]
    assert gaps["halfway in codes"] < gaps["halfway in pixels, rebuilt"]
    assert accuracy["dense, 2"]["linear probe"] > accuracy["PCA, 2"]["linear probe"]
    probes = {name: scores["linear probe"] for name, scores in accuracy.items()}
    assert max(probes, key=probes.get) == "convolutional, 128"

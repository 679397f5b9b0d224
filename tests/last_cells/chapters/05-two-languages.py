assert not set(train["source"]) & set(test["source"])
assert np.allclose(np.linalg.norm(source, axis=1), 1, atol=1e-4)
assert alike > 0.25 > 0.05 > abs(chance)

# A turn: it changes no cosine. It is the one that SciPy finds.
turn, _ = procrustes(here, there)
assert np.allclose(turn @ turn.T, np.eye(len(turn)), atol=1e-4)
padded_here = np.pad(here, [(0, 0), (0, missing)])
assert np.allclose(
    here @ turn, padded_here @ vectors.rotation(padded_here, there), atol=1e-4
)

# Canonical correlations lie between 0 and 1 and fall.
assert values[0] <= 1 and values[-1] >= 0 and (np.diff(values) <= 1e-6).all()

assert (scores["P@1 shuffled control"] <= 0.01).all()
assert scores.loc["Procrustes", "P@1"] > scores.loc["least squares", "P@1"]
assert scores.loc["CCA", "P@1"] > scores.loc["Procrustes", "P@1"]
assert (scores["P@5"] > scores["P@1"]).all()
for result in remedy.values():
    assert result["P@1, CSLS"] > result["P@1"]
    assert result["largest hub, CSLS"] < result["largest hub"]

# Unknown words stay as they are, and the answer has as many words as the question.
assert translate("zzzz", source_row, x, y, pair.target_words) == "[zzzz]"
assert len(there_and_back(quick, *spaces["CCA"])[1].split()) == len(quick.split())
assert len(shown) == len(fields.split())

if pair.source == "full":
    assert (len(train), len(test), len(forth)) == (8_082, 1_683, 1_018)
    assert scores.loc["Procrustes", "P@1"] >= 0.55
    assert scores.loc["CCA", "P@1"] >= 0.68
    assert remedy["CCA"]["P@1, CSLS"] >= 0.70
    answer = translate("translation", source_row, *spaces["CCA"], pair.target_words)
    assert answer == "traduction"
else:
    assert pair.languages[0] != pair.languages[1]
    assert scores.loc["CCA", "P@1"] >= 0.30

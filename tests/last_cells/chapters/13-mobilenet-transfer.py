frozen = judge(said, everything)["right"]
majority = np.bincount(labels).max() / len(labels)
assert features.shape == (len(labels), 256)
assert sorted(np.concatenate([unknown for _, unknown in folds])) == [*everything]
assert judge(np.bincount(labels).argmax(), everything)["right"] == majority
assert same > chance
assert frozen > judge(answers(scratch, halves, test), test)["right"]
assert learned > 0.6  # from scratch it learns its own photos
assert draws.mean(axis=1)[-1] > draws.mean(axis=1)[0] + 0.15
assert moved["served(raw, training=False)"] == 0
assert moved["served(raw)"] > 0
assert not mobilenet.get_layer("conv1").trainable
assert mobilenet.get_layer("conv_pw_13").trainable
assert len(mine.images) == len(test[::6]) + 1  # a grey one

if photos.source == "full":
    assert np.bincount(labels).tolist() == [106, 35, 56]
    assert frozen >= 0.93
    assert deals.mean() >= 0.93
    assert majority < 0.55
    assert judge(answers(scratch, halves, test), test)["right"] <= 0.75
    assert same >= 0.85
    assert (by_head == labels).mean() >= 0.9
    assert (by_tuned == labels[test]).mean() >= 0.85

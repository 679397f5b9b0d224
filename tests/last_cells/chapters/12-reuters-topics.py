assert ids.any(axis=1).all() and len(ids) == len(topic) == len(padded) - empty.sum()
assert np.isnan(mean(np.zeros((1, length), "int32")).numpy()).all()
assert not set(train) & set(test) and not set(validation) & (set(train) | set(test))
assert len(train) + len(validation) + len(test) == len(topic)
assert all(len(set(topic[part])) == 46 for part in (train, validation, test))
assert model.count_params() == 10_000 * 256 + 257 * 46

compared = {name: scores(found) for name, found in answers.items()}
lazy_scores = compared["always the largest"]
assert np.isclose(lazy_scores["balanced accuracy"], 1 / 46)
for name in ("embedding", "TF-IDF"):
    assert compared[name]["accuracy"] > lazy_scores["accuracy"] + 0.3
    assert compared[name]["balanced accuracy"] < compared[name]["accuracy"]
assert compared["TF-IDF"]["accuracy"] > compared["embedding"]["accuracy"] - 0.01
assert len(wrong) == (answers["embedding"] != topic[test]).sum()
assert (sizes.index[true] == topics[topic[test]]).all()

win = cost.loc["equal"] - cost.loc["no weights"]
assert win["balanced accuracy"] > -0.01 and win["accuracy"] < 0.01
assert win["balanced accuracy"] > win["macro F1"]

# The score of a topic is the mean dot product of its vector and the words, plus a bias.
row = ids[test[:1]]
logits = table[row[row > 0]].mean(axis=0) @ topic_vectors.T
logits = logits + model.layers[2].get_weights()[1]
softmax = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
assert np.allclose(softmax, model.predict(row, verbose=0)[0], atol=1e-3)
assert same > by_chance + 0.25
assert share[45] > 0.9

if reuters.source == "full":
    assert (len(padded), len(topics), empty.sum()) == (11_228, 46, 1)
    assert accuracy >= 0.79
    assert compared["TF-IDF"]["accuracy"] >= 0.82
    assert win["balanced accuracy"] > 0 > win["accuracy"]
    assert gain["equal"].iloc[0] > gain["no weights"].iloc[0]
    near = [{topics[one], topics[other]} for one, other in closest]
    tin = vectors.neighbours(topics, topic_vectors, "tin", 6)
    assert {"cocoa", "rubber"} & {name for name, _ in tin}
    assert {"grain", "wheat"} in near and {"gold", "silver"} in near
    assert {"wheat", "grain"} <= set(by_topic.loc["grain"])
else:
    assert accuracy >= 0.75

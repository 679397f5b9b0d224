assert (len(words), len(buckets)) == (20, 18)
assert buckets[hashed("poor", 50)] == "excellent = poor"
assert (len(vocabulary), vocabulary[1]) == (22, "[UNK]")
assert ids.shape == (8, 4)
assert (judged == labels).all()
assert judge(["a masterpiece"])[0] == judge(["a disaster"])[0]
assert judge(["not bad at all"])[0] < 0.5
assert abs(judge(["beautifully done"])[0] - judge(["done beautifully"])[0]) > 0.1

assert all(not set(known) & set(unknown) for known, unknown in halves.values())
assert shining["here"]["flat"] == 1
assert shining["anywhere"]["LSTM"] == 1
assert 0.95 < shining["here"]["LSTM"] < 1
assert 0.5 < shining["anywhere"]["flat"] < 0.8
assert score > 0.99

bag = max(behaviour[name] for name in bags)
assert behaviour["nobody buys"] < bag < 0.84
assert bag + 0.07 < behaviour["embedding and LSTM"] <= behaviour["knowing the intent"]
assert without_order < bag

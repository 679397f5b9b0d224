assert ids.shape == (len(reviews), 6)
assert (names[ids[0]].sum(axis=0) == sums[0]).all()
assert set(apart.index[:6]) == set(words[ids[0]])
assert share[0] < 0.5 < 0.99 < share[-1]

italian = ask(wish(names, "Italy + red + cheap"))
assert (italian["country"] == "Italy").all()
assert (italian["colour"] == "red").all()
assert (italian["price"] <= 15).all()
assert len(ask(names[0], nothing)) == 0
blurred = vectors.neighbours(words, meanings, "Nebbiolo", 5)
assert len({word for word, _ in blurred} & set(words[kinds == "variety"])) >= 3

assert sizes[-1] == 1_000_000
assert seconds["DuckDB"][-1] > seconds["DuckDB"][0]
assert 128 < megabytes < 2_000
assert (np.diff(found) >= 0).all()
assert found[0] < 0.8 < 0.97 < found[-1]
assert looked_at[-1] < 0.4

if wine.source == "full":
    assert len(reviews) == 129_971

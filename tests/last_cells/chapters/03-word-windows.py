from helpers.data import load_sentences

assert original.count_params() == 5_250
assert [words[id_of[word]] for word in words] == words
assert (windows >= 0).all()
assert losses["counts after 3"] < losses["counts after 1"] < losses["counts after 0"]
assert losses["50 numbers, hidden layer"] < losses["counts after 3"]
assert losses["counts after 1"] < losses["5 numbers a word"]
assert same_kind(untrained) < 0.45
assert same_kind(small) > 0.85
assert same_kind(large) > 0.85

if load_sentences().source == "full":
    assert len(words) == 250
    assert (len(train), len(validation)) == (372_550, 46_568)
    assert loss <= 3.2130
    assert losses["50 numbers, hidden layer"] <= 2.60
    assert {"she", "they"} & {
        word for word, _ in vectors.neighbours(words, large, "he", 2)
    }

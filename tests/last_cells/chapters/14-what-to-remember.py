assert words[:2] == ["the", ","]
assert {len(sense) for sense in senses} == {4}
for words_ in sentences.values():
    mean, equal = listen("bank", words_, sharpness=0)
    assert np.allclose(equal, 1 / len(words_))
    assert np.allclose(mean, rows[[words.index(word) for word in words_]].mean(axis=0))

# The plain mean tells the two sentences apart; the choosy word stays what it was.
assert alone > 0.2
assert leads["river"][0] < -0.1 < 0.05 < leads["money"][0]
gaps = np.subtract(leads["money"], leads["river"])
assert (np.diff(gaps) < 0).all()
assert heard["river"]["bank"] > 0.5
assert heard["river"]["the"] > heard["river"]["river"] > heard["river"]["muddy"]

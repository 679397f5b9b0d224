assert len(words) == 10_001 and pairs.min() > 0
matrix = ppmi(pairs[:, :100_000])
assert matrix.data.min() > 0
assert abs(matrix - ppmi(pairs[::-1, :100_000])).max() < 1e-5  # direction is nothing

spearman = summary["Spearman"]
assert spearman["PPMI and SVD"] > max(spearman["skip-gram"], spearman["CBOW"]) > 0.1
assert by_section.loc["all", "GloVe"] > by_section.loc["all", "skip-gram"]
assert by_section.loc["all", "GloVe"] > by_section.loc["all", "GloVe, all words"]
assert "queen" in [words[row] for row in nearest[:3]]
glove_lean = lean["news and Wikipedia, GloVe"]
assert glove_lean["housewife"] > glove_lean["nurse"] - 0.1 > glove_lean["captain"]

if imdb.source == "full":
    assert len(judged) == 206 and len(right) == 4_441
    assert spearman["PPMI and SVD"] >= 0.50
    assert 0.45 <= spearman["GloVe"] <= 0.62
    assert 0.45 <= by_section.loc["all", "GloVe"] <= 0.55

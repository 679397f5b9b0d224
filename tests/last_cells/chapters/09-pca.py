# Fisher's table: by hand, by library, and the plane no other plane beats.
assert iris.features.shape == (150, 4) and rounding < 1e-10
fisher_row = [-2.68412563, 0.31939725, -0.02791483]
assert np.allclose(np.abs(points[0]), np.abs(fisher_row), rtol=0, atol=1e-8)
assert kept.max() < best < kept.max() + 0.01
assert f"{best:.4f}" == "0.9777"

# The published rows are those of the UCI copy, up to one sign a column.
for rows in (principal(uci)[0], PCA(3).fit_transform(uci)):
    for column in range(3):
        ours, theirs = rows[:10, column], published[:, column]
        assert min(abs(ours - theirs).max(), abs(ours + theirs).max()) < 1e-6
assert published[:3].tolist() == [
    [-2.68420713, 0.32660731, -0.02151184],
    [-2.71539062, -0.16955685, -0.20352143],
    [-2.88981954, -0.13734561, 0.02470924],
]
assert (np.abs(uci - iris.features) > 0).any(axis=1).nonzero()[0].tolist() == [34, 37]
assert 0.005 < difference(points).max() < 0.01  # the third decimal
assert untouched.min() > 1e-4

assert budget["share"].round(4).tolist() == [0.9246, 0.0531, 0.0171, 0.0052]
assert figure_3d.data[0].type == "scatter3d" and len(figure_3d.data) == 3

share_by, own_by = zip(*compared.values(), strict=True)
assert max(share_by) == share_by[1] and own_by[0] > own_by[2] > own_by[1]
assert abs(first["one in mm"][1]) > 0.95

# The sparse table: the reviews are unharmed, and centring costs nothing.
assert len(counts.data) < len(reviews.tokens) == reviews.offsets[-1]
first_review = reviews[0]
assert counts[[0]].sum() == len(first_review)
assert all(counts[0, word] == (first_review == word).sum() for word in first_review)
assert dense > 40 * stored
assert abs(cosine) > 0.995
assert overlap[0].max() < 0.85 and overlap[1, 0] > 0.9
assert np.abs(embedded.mean(axis=0)).max() < 1e-3
assert metrics.roc_auc_score(reviews.labels, feeling) > 0.72
assert metrics.roc_auc_score(reviews.labels, feeling) > max(chance, 1 - chance) + 0.05
assert shares[0] < 0.01 < shares.sum() < 0.1
assert vectors.neighbours(words, word_vectors, "zombie")[0][0] == "zombies"
assert plane.explained_variance_ratio_.sum() < 0.4

# The roll: a shadow mixes, a walk does not, unless it finds a shortcut.
assert 0.45 < judged["shuffled"][0] < 0.55
assert judged["PCA"][0] < 0.95 < 0.99 < judged["Isomap"][0]
assert judged["PCA"][1] > 5 * judged["Isomap"][1]
assert trust[-1] < 0.95 < trust[1]

if imdb.source == "full":
    assert weights.shape == (25_000, 9_800) and dense == 980_000_000
    assert 0.80 < metrics.roc_auc_score(reviews.labels, feeling) < 0.86

assert last_20.shape[1] == 20 and last_300.shape[1] == 300
assert len(imdb.train) == len(imdb.test)
assert original.count_params() == 80_161

# The turn: afterwards the validation loss climbs and the training loss does not.
losses = history.history
assert 1 < turn < 12
assert losses["val_loss"][-1] > losses["val_loss"][turn - 1] + 0.005
assert losses["loss"][-1] < losses["loss"][turn - 1] - 0.05
kept = original.evaluate(*halves(last_20)[1], 4096, verbose=0)[0]
assert abs(kept - losses["val_loss"][turn - 1]) < 1e-3
assert np.argsort(shown["7"])[-1] in (16, 18)  # "7 out of 10" or "7/10" at the end

assert right["mask"].mean() > right["no mask"].mean() + 0.005
assert by_length["mask"].iloc[0] > by_length["mask"].iloc[-1] + 0.05
assert by_length["no mask"].iloc[0] < by_length["no mask"].iloc[-1] - 0.05

flat, pooled, counted_words = test.values()
assert pooled > flat + 0.08
assert abs(pooled - counted_words) < 0.015
assert (np.diff(reached) > 0).all()

by_rank = [words[i] for i in order]
assert {"excellent", "perfect", "great", "7"} <= set(by_rank[:30])
assert {"worst", "awful", "waste", "boring"} <= set(by_rank[-15:])
assert max(score[id_of[d]] for d in "1234") < 0 < min(score[id_of[d]] for d in "789")
assert rest["7"] == min(rest.values())
assert agreement["scores of the words"] > 0.9
assert agreement["scores of the words"] > abs(agreement["numbers of the table"])
assert values[0] ** 2 / (values**2).sum() > 0.95

assert kindness("The film was good.") > 0.9
assert kindness("Not bad at all!") < 0.1
same = [contributions(s).sum() for s in sentences[3:5]]
assert np.isclose(*same)

if imdb.source == "full":
    assert (len(imdb.train), len(imdb.test)) == (25_000, 25_000)
    assert flat >= 0.75
    assert pooled >= 0.88
    assert kindness("It was not good at all.") > 0.5

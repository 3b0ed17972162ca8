"""`python -m classifier matters` (重学查重): leanings of the corpus and weights of the written pairs, kept beside the code."""

from pathlib import Path

import numpy as np

from classifier import corpus, matters
from classifier.commands.editions import model_of
from classifier.matters.learning import learn, read_lessons, write_leanings, write_weights

HOME = Path(matters.__file__).parent
PAIRS, LEANINGS, WEIGHTS = "pairs.csv", "leanings.csv", "weights.csv"


def run(named: str, home: Path = HOME) -> int:
    """Learn the tables of duplicates anew after the corpus, the synonyms or the pairs changed (重学查重).

    Args:
        named: the edition that tells the likely categories of the pairs.
        home: where the pairs lie and the tables are written.
    """
    model = model_of(named)
    # 权重要用新的用字偏向来学，先写偏向
    write_leanings(home / LEANINGS, corpus.read(), corpus.cues())
    lessons = read_lessons(home / PAIRS, model, len(model.classes))
    learnt = learn(lessons)
    write_weights(home / WEIGHTS, learnt.weights)
    held, same = learnt.held_out >= learnt.weights.threshold, np.array([lesson.same for lesson in lessons])
    right = int((held & same).sum())
    print(
        f"{len(lessons)} 对，五折留出：准确率 {right / max(1, held.sum()):.3f}，召回率 {right / max(1, same.sum()):.3f}"
    )
    print(f"已写入 {home / LEANINGS} 和 {home / WEIGHTS}")
    return 0

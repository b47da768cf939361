"""What a run leaves in its row, computed before anything is written."""

from __future__ import annotations

import json
from typing import Any

from sangzi.kernel.errors import Conflict

from ..models import Round, RunState
from .computing import Computed, Proof, Tell, computed, in_silence
from .figures import figures_for
from .stored import packed
from .terms import Terms

Columns = dict[str, Any]


def attempted(round_: Round, terms: Terms, tell: Tell = in_silence) -> Columns:
    """The columns of a run that was computed, or of one that cannot be, with the sentence why."""
    try:
        return columns_of(computed(round_, terms, tell))
    except Conflict as refused:
        return {"state": RunState.REFUSED, "refused": refused.sentence}


def columns_of(found: Computed) -> Columns:
    """The columns of a run that was computed."""
    return {
        "state": RunState.MADE,
        "digest": found.proof.digest,
        "result": found.proof.result,
        "proof": json.dumps(found.proof.told(), ensure_ascii=False),
        "figures": figures_for(found).written(),
        "input": packed(found.stored.arrays()),
        "output": packed(found.output.arrays()),
    }


def proof_from(written: str) -> Proof:
    """The proof that stands in the row of a run."""
    return Proof(**json.loads(written))

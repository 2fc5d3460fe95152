"""How claims show: by certainty and polarity, with their numbers as read."""

from __future__ import annotations

from services.local.rendering.cards import shown
from services.local.rendering.marks import who
from services.local.rendering.numbers import as_read
from services.parser.extraction import Extraction, model


def claims(found: Extraction) -> str:
    if not found.claims:
        return '<p class="none">Nothing in it can be checked.</p>'
    rows = "".join(_row(claim) for claim in found.claims)
    heads = "".join(
        f'<th scope="col">{head}</th>'
        for head in ("Claimant", "Claim", "Polarity", "Certainty", "Numbers as read")
    )
    head, body = f"<thead><tr>{heads}</tr></thead>", f"<tbody>{rows}</tbody>"
    return f'<div class="wide"><table>{head}{body}</table></div>'


def _row(claim: model.Claim) -> str:
    numbers = "; ".join(f"{q.surface} ({as_read(q)})" for q in claim.quantities)
    claimant = who(claim.claimant) if claim.claimant else claim.attribution
    cells = (claimant, claim.text, claim.polarity, claim.certainty, numbers)
    told = "".join(f"<td>{shown(cell)}</td>" for cell in cells)
    return f'<tr class="{" ".join(claim_classes(claim))}">{told}</tr>\n'


def claim_classes(claim: model.Claim) -> tuple[str, str]:
    return f"certainty-{claim.certainty}", f"polarity-{claim.polarity}"

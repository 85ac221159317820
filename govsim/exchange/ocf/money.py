"""Issuances in OCF as investments, and what becomes of securities as divestments."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from govsim.exchange.cast import Key
from govsim.exchange.things import Thing
from govsim.model.bound import Bound

_UNKNOWN = Bound("unknown", None, None)


def take_issuance(thing: Thing, holder: Key, issuer: Key, class_name: str, *, is_new: bool) -> None:
    """Take up an issuance; one that replaces other securities (a transfer, a balance) is no new money."""
    at, decided = thing.time("date"), thing.time("board_approval_date")
    quantity = thing.text("quantity")
    amount = _money(thing, "investment_amount") or _money(thing, "purchase_price")
    price = _money(thing, "share_price")
    if amount is None and price is not None and quantity:
        amount = _product(thing, price[0], quantity), price[1]
    notes = [
        " ".join(part for part in (quantity, class_name or thing.text("convertible_type").lower()) if part),
        thing.text("custom_id"),
        *thing.texts("comments"),
    ]
    if not is_new:
        amount = None
        notes.append("replaces other securities: no new money")
    _act(thing, "invested", at, holder, issuer, amount, notes, decided)


def take_return(thing: Thing, holder: Key, issuer: Key, kind: str) -> None:
    """Take up that securities were transferred, bought back, cancelled or converted."""
    at = thing.time("date")
    price, quantity = _money(thing, "price"), thing.text("quantity", "quantity_converted")
    amount = (_product(thing, price[0], quantity), price[1]) if price is not None and quantity else None
    how = kind.rpartition("_")[2].lower()
    notes = [f"{how} of {quantity or 'all'}", thing.text("reason_text"), *thing.texts("comments")]
    thing.texts("resulting_security_ids")
    thing.text("balance_security_id")
    _act(thing, "divested", at, holder, issuer, amount, notes, thing.time("board_approval_date"))


def _act(
    thing: Thing,
    type_: str,
    at: Bound | None,
    holder: Key,
    issuer: Key,
    amount: tuple[Decimal, str] | None,
    notes: list[str],
    decided: Bound | None,
) -> None:
    def fields(naming: Any) -> dict[str, Any]:
        made = {"who": naming.party(holder), "in": naming.party(issuer), "decided": decided}
        if amount is not None:
            made |= {"amount": str(amount[0]), "currency": amount[1] or None}
        return made

    note = "; ".join(text for text in notes if text) or None
    thing.gathered.act(thing.text("id"), type_, at or _UNKNOWN, thing.line, fields, note=note)


def _money(thing: Thing, name: str) -> tuple[Decimal, str] | None:
    money = thing.thing(name)
    if money is None:
        return None
    return _number(money, "amount"), money.text("currency")


def _number(thing: Thing, name: str) -> Decimal:
    try:
        number = Decimal(thing.needed(name))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise thing.fail(f"{name} is no number")
    return number


def _product(thing: Thing, price: Decimal, quantity: str) -> Decimal:
    try:
        count = Decimal(quantity)
    except InvalidOperation:
        count = Decimal("NaN")
    if not count.is_finite() or abs(count.adjusted()) > 30:
        raise thing.fail("quantity is no number")
    product = price * count
    return product.quantize(Decimal(1)) if product == product.to_integral_value() else product.normalize()

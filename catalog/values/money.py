"""Prices with their currency: `$5.00`, `5 EUR`, `€1.2M`, `USD 20`, `~5 EUR`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticCustomError

from catalog.values.amount import Amount
from catalog.values.bound import Bound
from catalog.values.digits import compact, digits, whole_or_float
from catalog.values.invalid import described, invalid
from catalog.values.show import Show
from catalog.values.spelling import guess
from catalog.values.type import Value, ValueType, Vocabularies

_CODES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG "
    "HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA "
    "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX "
    "USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG "
)
CURRENCIES = frozenset(_CODES.split())
"""The codes of ISO 4217."""
_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₽": "RUB", "₺": "TRY", "₴": "UAH", "₫": "VND"}
_SIGNS |= {"₪": "ILS", "฿": "THB", "₦": "NGN", "₱": "PHP"}
_OTHER_SIGNS = {"US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "HK$": "HKD", "NZ$": "NZD"}
_OTHER_SIGNS |= {"S$": "SGD", "R$": "BRL", "NT$": "TWD", "CN¥": "CNY", "JP¥": "JPY"}
_BY_SIGN = _SIGNS | _OTHER_SIGNS
_SHOWN = {code: sign for sign, code in _SIGNS.items()}
_WORDS = {"euro": "EUR", "euros": "EUR", "dollar": "USD", "dollars": "USD"}
_CURRENCY = r"(?:[A-Z]{0,2}[$€£¥₹₩₽₺₴₫₪฿₦₱]|[^\W\d_]{3,7}(?![^\W\d_]))"
_WRITTEN = re.compile(
    rf"(?P<sign>[~≈]|>=?|<=?|≥|≤|)\s*(?P<before>{_CURRENCY})?\s*(?P<number>\d.*?)\s*(?P<after>{_CURRENCY})?(?P<plus>\s*\+)?"
)
_MAX_LENGTH = 60
_ALLOWED = "write a number with its currency: `5 EUR`, `$1.20`"


@dataclass(frozen=True, slots=True)
class Money(Value):
    """An amount of money; `currency` is a code of ISO 4217, empty where the field's unit says it."""

    amount: Amount
    currency: str = ""

    @classmethod
    def read(cls, raw: Any) -> Money:
        """Return the money that text with a currency, or a number, stands for.

        Raises:
            PydanticCustomError: it is none, or its currency is not known.
        """
        if isinstance(raw, Money):
            return raw
        if type(raw) in (int, float):
            return cls(Amount.read(raw))
        match = _WRITTEN.fullmatch(raw.strip()) if isinstance(raw, str) and len(raw) <= _MAX_LENGTH else None
        if match is None:
            found = repr(raw[:_MAX_LENGTH]) if isinstance(raw, str) else described(raw)
            raise invalid(f"found {found} where an amount of money belongs", _ALLOWED)
        named = [match[side] for side in ("before", "after") if match[side]]
        codes = list(dict.fromkeys(map(_code, named)))
        if len(codes) > 1:
            raise invalid(f"found {raw.strip()!r} with two currencies", "keep one")
        return cls(_amount(f"{match['sign']}{match['number']}{(match['plus'] or '').strip()}", raw), "".join(codes))

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}".rstrip()


class MoneyType(ValueType[Money]):
    """Amounts of money, plotted by their number: currencies are not converted."""

    name = "amount of money"
    example = "5 EUR"
    scales = ("linear", "log")
    unit = None
    json_keys = ("currency", "bound")
    has_note = True
    weight = 40

    def from_cell(self, text: str, show: Show, vocabularies: Vocabularies) -> Money:
        """The currency must be that of the field, where this has one; the number may stand with it or alone."""
        money = Money.read(text)
        fault = self.unit_fault(money, show)
        if fault:
            raise invalid(fault, "nothing is converted: say it in that unit")
        return money

    def unit_fault(self, value: Money, show: Show) -> str:
        """Another currency than the one that the field's unit fixes."""
        if value.currency and show.unit in CURRENCIES and value.currency != show.unit:
            return f"found the currency {value.currency}; the field's own is {show.unit}"
        return ""

    def short(self, value: Money, unit: str = "") -> str:
        """`$5`, `€1.2M`, `5.50 CHF`."""
        number = compact(value.amount.number)
        whole, point, rest = number.partition(".")
        number = f"{whole}.{rest}0" if point and rest.isdigit() and len(rest) == 1 else number
        sign, code = value.amount.bound.sign, value.currency or unit
        return f"{sign}{_SHOWN[code]}{number}" if code in _SHOWN else f"{sign}{number} {code}".rstrip()

    def long(self, value: Money, unit: str = "") -> str:
        """`at least 1,200,000 EUR`."""
        return Amount.type.long(value.amount, value.currency or unit)

    def raw(self, value: Money) -> int | float:
        """The number."""
        return whole_or_float(value.amount.number)

    def beside(self, value: Money) -> dict[str, Any]:
        """The currency, and the bound of a number that is not exact."""
        return ({"currency": value.currency} if value.currency else {}) | Amount.type.beside(value.amount)

    def from_json(self, raw: Any, beside: Mapping[str, Any]) -> Any:
        """The number with its currency."""
        number = Amount.type.from_json(raw, beside)
        if not beside.get("currency") or type(raw) not in (int, float):
            return number
        return f"{number if isinstance(number, str) else digits(float(number))} {beside['currency']}"

    def csv(self, value: Money) -> str:
        """Every digit: `1200000 EUR`."""
        return str(value)

    def yaml(self, value: Money) -> int | float | str:
        """`1.2M EUR`, or the number alone."""
        number: int | float | str = Amount.type.yaml(value.amount)
        return f"{number} {value.currency}" if value.currency else number

    def bound(self, value: Money) -> Bound:
        """That of the number."""
        return value.amount.bound

    def json_schema(self) -> dict[str, Any]:
        """A number, or text with one."""
        text = {"type": "string", "pattern": "[0-9]", "maxLength": _MAX_LENGTH}
        return {"anyOf": [{"type": "number", "minimum": 0}, text]}


Money.type = MoneyType(Money)


def _code(named: str) -> str:
    """The code of a currency by its code, sign or word."""
    code = _BY_SIGN.get(named) or _WORDS.get(named.casefold()) or named.upper()
    if code in CURRENCIES:
        return code
    if named.endswith("¥"):
        raise invalid(f"found {named!r}, which is the sign of two currencies", "write JPY or CNY")
    raise invalid(
        f"found {named!r} where a currency belongs", f"{guess(code, sorted(CURRENCIES))}write a code: `5 EUR`"
    )


def _amount(text: str, raw: str) -> Amount:
    try:
        return Amount.read(text)
    except PydanticCustomError as error:
        hint = (error.context or {}).get("hint", "")
        raise invalid(f"found {raw.strip()[:_MAX_LENGTH]!r} where an amount of money belongs", hint) from None

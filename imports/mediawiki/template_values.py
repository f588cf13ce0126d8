"""Templates for measurements, dates, numbers, and chemical formulas."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from html import escape

from imports.mediawiki.template_parameters import Parameters, TemplateWriter, named

MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip
BETWEEN = {
    "-": "–", "–": "–", "to": " to ", "to(-)": " to ", "and": " and ", "or": " or ", "by": " by ",
    "x": " × ", "×": " × ", "+/-": " ± ", "±": " ± ", ",": ", ", "and(-)": " and ",
}  # fmt: skip
MAX_DIGITS = 30
MAX_AMOUNTS = 20
SUBSCRIPT = re.compile(r"(?<=[A-Za-z)\]])(\d+)")
CHARGE = re.compile(r"(?:\^|(?<=[A-Za-z0-9)\]]))\(?(\d*[+-])\)?(?=$|\s|[A-Z(])")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit, how many of the quantity's basic unit it has, and what it is usually shown in."""

    symbol: str
    quantity: str
    size: str
    other: str


UNITS = {
    "mm": Unit("mm", "length", "0.001", "in"),
    "cm": Unit("cm", "length", "0.01", "in"),
    "m": Unit("m", "length", "1", "ft"),
    "km": Unit("km", "length", "1000", "mi"),
    "in": Unit("in", "length", "0.0254", "mm"),
    "ft": Unit("ft", "length", "0.3048", "m"),
    "yd": Unit("yd", "length", "0.9144", "m"),
    "mi": Unit("mi", "length", "1609.344", "km"),
    "nmi": Unit("nmi", "length", "1852", "km"),
    "m2": Unit("m²", "area", "1", "sqft"),
    "km2": Unit("km²", "area", "1000000", "sqmi"),
    "ha": Unit("ha", "area", "10000", "acre"),
    "sqft": Unit("sq ft", "area", "0.09290304", "m2"),
    "sqmi": Unit("sq mi", "area", "2589988.110336", "km2"),
    "acre": Unit("acres", "area", "4046.8564224", "ha"),
    "g": Unit("g", "mass", "0.001", "oz"),
    "kg": Unit("kg", "mass", "1", "lb"),
    "t": Unit("t", "mass", "1000", "lb"),
    "oz": Unit("oz", "mass", "0.028349523125", "g"),
    "lb": Unit("lb", "mass", "0.45359237", "kg"),
    "ml": Unit("ml", "volume", "0.001", "impfloz"),
    "l": Unit("L", "volume", "1", "usgal"),
    "usgal": Unit("US gal", "volume", "3.785411784", "l"),
    "impgal": Unit("imp gal", "volume", "4.54609", "l"),
    "impfloz": Unit("imp fl oz", "volume", "0.0284130625", "ml"),
    "m3": Unit("m³", "volume", "1000", "cuft"),
    "cuft": Unit("cu ft", "volume", "28.316846592", "m3"),
    "km/h": Unit("km/h", "speed", "1", "mph"),
    "mph": Unit("mph", "speed", "1.609344", "km/h"),
    "kn": Unit("kn", "speed", "1.852", "km/h"),
    "c": Unit("°C", "temperature", "1", "f"),
    "f": Unit("°F", "temperature", "1", "c"),
}
SPELLED = {
    "foot": "ft", "feet": "ft", "inch": "in", "inches": "in", "mile": "mi", "miles": "mi",
    "meter": "m", "metre": "m", "kilometer": "km", "kilometre": "km", "acres": "acre",
    "pound": "lb", "lbs": "lb", "pounds": "lb", "sqkm": "km2", "sqm": "m2", "°c": "c", "°f": "f",
    "u.s.gal": "usgal", "gal": "usgal", "litre": "l", "liter": "l", "hectare": "ha",
    "ounce": "oz", "gram": "g", "kilogram": "kg", "yard": "yd", "kph": "km/h", "sq mi": "sqmi",
    "sq ft": "sqft", "tonne": "t", "cm2": "cm2",
}  # fmt: skip


def find_unit(code: str) -> Unit | None:
    code = code.strip().lower()
    return UNITS.get(SPELLED.get(code, code))


def read_number(text: str) -> Decimal | None:
    text = text.replace(",", "").replace("−", "-").strip()
    if len(text) > MAX_DIGITS or not re.fullmatch(r"[-+]?(?:\d+\.?\d*|\.\d+)", text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def write_measurement(parameters: Parameters) -> str:
    """Write {{convert|5|to|10|km|mi}} as “5 to 10 km (3.1 to 6.2 mi)”."""
    given = [parameters.plain(name) for name in parameters.numbered()[:MAX_AMOUNTS]]
    parameters.used.update({"abbr", "sp", "adj", "lk", "sigfig", "round", "order", "disp", "sort"})
    index = 0
    while index < len(given) and (read_number(given[index]) is not None or given[index] in BETWEEN):
        index += 1
    amounts, unit_code = given[:index], given[index] if index < len(given) else ""
    unit, target = find_unit(unit_code), find_unit((given[index + 1 : index + 2] or [""])[0])
    words = "".join(BETWEEN.get(amount, amount) for amount in amounts)
    shown = f"{words} {unit.symbol if unit else unit_code}".strip()
    if unit is None:
        return escape(shown, quote=False)
    target = target or UNITS.get(unit.other)
    if target is None or target.quantity != unit.quantity or not amounts:
        return escape(shown, quote=False)
    converted = "".join(BETWEEN.get(amount) or convert(amount, unit, target) for amount in amounts)
    return escape(f"{shown} ({converted} {target.symbol})", quote=False)


def convert(amount: str, unit: Unit, target: Unit) -> str:
    """Convert an amount, with as many digits as it has, but at least two."""
    number = read_number(amount) or Decimal(0)
    if unit.quantity == "temperature":
        if unit is target:
            return amount
        result = number * 9 / 5 + 32 if target.symbol == "°F" else (number - 32) * 5 / 9
        return f"{result:.0f}".replace("-0", "0", 1) if f"{result:.0f}" == "-0" else f"{result:.0f}"
    result = number * Decimal(unit.size) / Decimal(target.size)
    digits = max(2, len(number.normalize().as_tuple().digits))
    places = max(0, digits - 1 - result.adjusted()) if result else 0
    rounded = round(result, places) if places else round(result, digits - 1 - result.adjusted())
    return f"{rounded:,.{min(places, 12)}f}"


def write_as_of(parameters: Parameters) -> str:
    """Write {{as of|2018|3|1}} as “As of March 1, 2018”."""
    since = parameters.plain("since")
    lower = parameters.plain("lc")
    parameters.used.update({"bare", "post", "pre", "alt", "url", "df"})
    if alternative := parameters.words("alt"):
        return alternative
    start = "Since" if since else "As of"
    date = write_date(parameters)
    return f"{start.lower() if lower else start} {date}{parameters.words('post')}"


def write_date(parameters: Parameters, *, first: int = 1) -> str:
    """Write a date of which year, month, and day are three parameters."""
    year, month, day = (parameters.words(str(first + offset)) for offset in range(3))
    parameters.used.update({"df", "mf"})
    if month.isdigit() and 1 <= int(month[:4]) <= 12:
        month = MONTHS[int(month) - 1]
    if month and day:
        return f"{month} {day}, {year}"
    return f"{month} {year}".strip()


def write_two_dates(parameters: Parameters) -> str:
    """Write {{death date and age|2010|5|3|1930|1|2}}: the first date."""
    parameters.used.update({"4", "5", "6"})
    return write_date(parameters)


def write_fraction(parameters: Parameters) -> str:
    parts = parameters.numbered_words()
    match len(parts):
        case 1:
            return f"1⁄{parts[0]}"
        case 2:
            return f"{parts[0]}⁄{parts[1]}"
        case 3:
            return f"{parts[0]} {parts[1]}⁄{parts[2]}"
    return " ".join(parts)


def write_value(parameters: Parameters) -> str:
    """Write {{val|1234.5|0.2|u=km}} as “1234.5±0.2 km”."""
    values = "±".join(parameters.numbered_words())
    exponent = parameters.words("e")
    unit = parameters.words("u", "ul", "upl", "up")
    power = f"×10<sup>{exponent}</sup>" if exponent else ""
    return f"{parameters.words('p')}{values}{power}{f' {unit}' if unit else ''}"


def write_elements(parameters: Parameters) -> str:
    """Write {{chem|H|2|O}}: numbers are subscripts."""
    pieces = []
    for name in parameters.numbered():
        piece = parameters.plain(name)
        if piece.isdigit():
            pieces.append(f"<sub>{piece}</sub>")
        elif re.fullmatch(r"\d*[+−-]", piece):
            pieces.append(f"<sup>{escape(piece)}</sup>")
        else:
            pieces.append(escape(piece, quote=False))
    return "".join(pieces)


def write_formula(parameters: Parameters) -> str:
    """Write {{chem2|H2O}}, whose subscripts aren't marked."""
    formula = escape(parameters.plain("1"), quote=False).replace("->", "→")
    formula = CHARGE.sub(r"<sup>\1</sup>", formula)
    pieces = re.split(r"(<sup>.*?</sup>)", formula)
    return "".join(
        piece if piece.startswith("<sup>") else SUBSCRIPT.sub(r"<sub>\1</sub>", piece)
        for piece in pieces
    )


def money(sign: str) -> TemplateWriter:
    return lambda parameters: f"{sign}{parameters.words('1')}"


VALUE_WRITERS: dict[str, TemplateWriter] = {
    **named("convert, cvt", write_measurement),
    **named("as of, as-of", write_as_of),
    **named(
        "start date, end date, film date, date, start-date, birth date, dob, bda, birth date and "
        "age, start date and age, death date, dts, dated",
        write_date,
    ),
    "death date and age": write_two_dates,
    **named("frac, fraction, sfrac", write_fraction),
    "val": write_value,
    "chem": write_elements,
    **named("chem2, ce", write_formula),
    **named("us$, usd, $", money("$")),
    **named("gbp, £, pound sterling", money("£")),
    **named("euro, eur, €", money("€")),
}

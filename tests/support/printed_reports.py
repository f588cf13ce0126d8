def table_of(output: str) -> tuple[str, dict[str, str]]:
    """Return the title of the printed table and its counts by outcome."""
    lines = output.splitlines()
    top = next(number for number, line in enumerate(lines) if line.startswith("┏"))
    outcomes = [cell.strip() for cell in lines[top + 1].split("┃")[2:-1]]
    counts = [cell.strip() for cell in lines[top + 3].split("│")[2:-1]]
    return lines[top - 1].strip(), {
        outcome: count for outcome, count in zip(outcomes, counts, strict=True) if count
    }

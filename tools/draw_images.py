"""Draw the demo's pictures: `make drawings`, or `python -m tools.draw_images NAME …`."""

import sys
from collections.abc import Callable
from pathlib import Path

from tools.drawing import buildings, covers, landscapes, objects, patterns, portraits
from tools.drawing.canvas import HEIGHT, WIDTH, Canvas

FOLDER = Path(__file__).parents[1] / "cworks/demo/images"

SCENES = [
    landscapes.stepping_stones,
    landscapes.mountain_layers,
    landscapes.arched_bridge,
    buildings.school_hill,
    landscapes.harbor_lighthouse,
    landscapes.two_rivers,
    landscapes.bus_road,
    buildings.lantern_evening,
    landscapes.journey_map,
    patterns.overlapping_circles,
    patterns.block_staircase,
    patterns.pacing_chart,
    patterns.balance_scale,
    patterns.spiral_path,
    buildings.window_facade,
    patterns.mosaic_grid,
    patterns.week_blocks,
    patterns.clock_segments,
    patterns.tree_rings,
    patterns.crossing_lines,
    objects.clotheslines,
    objects.transcript,
    objects.portfolio_fan,
    objects.drawer_shelf,
    objects.round_table,
    objects.speech_shapes,
    objects.arches_and_beams,
    buildings.open_doors,
    objects.gear_and_leaf,
]
COVERS = [
    covers.six_pencils,
    covers.tree_and_reflection,
    covers.second_hill,
    covers.eight_nuts,
    covers.orange_and_moons,
]


def draw_all(names: list[str]) -> None:
    """Draw the named pictures, or all of them."""
    cover, portrait = (covers.WIDTH, covers.HEIGHT), (portraits.SIZE, portraits.SIZE)
    pictures = [
        *((name_of(scene), scene, (WIDTH, HEIGHT)) for scene in SCENES),
        *((name_of(scene), scene, cover) for scene in COVERS),
        *((name, person.draw, portrait) for name, person in portraits.PORTRAITS.items()),
    ]
    for name, draw, (width, height) in pictures:
        if names and name not in names:
            continue
        canvas = Canvas(seed=name, width=width, height=height)
        draw(canvas)
        path = FOLDER / f"{name}.webp"
        canvas.finish().save(path, quality=86, method=6)
        print(f"{path.name}: {path.stat().st_size // 1024} kB")


def name_of(scene: Callable[[Canvas], None]) -> str:
    return scene.__name__.replace("_", "-")


if __name__ == "__main__":
    draw_all(sys.argv[1:])

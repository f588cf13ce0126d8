from django.apps import AppConfig

from content import kinds


class ToyKindConfig(AppConfig):
    name = "tests.toy_kind"
    label = "toy_kind"

    def ready(self) -> None:
        from tests.toy_kind.kinds import TOY

        kinds.register(TOY)

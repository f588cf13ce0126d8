from django import forms

# In percent of the image: what is chosen before anyone has chosen.
START = {"left": 10, "top": 10, "width": 80, "height": 80}


def percent_field(label: str, *, least: float) -> forms.FloatField:
    refusal = f"Write a number from {least} to 100."
    messages = dict.fromkeys(("required", "invalid", "min_value", "max_value"), refusal)
    widget = forms.NumberInput(attrs={"step": "0.1"})
    return forms.FloatField(
        label=label, min_value=least, max_value=100, widget=widget, error_messages=messages
    )


class CroppingForm(forms.Form):
    """The part of an image to keep, in percent of its width and height."""

    left = percent_field("From the left, %", least=0)
    top = percent_field("From the top, %", least=0)
    width = percent_field("Width, %", least=0.1)
    height = percent_field("Height, %", least=0.1)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""

    @property
    def box(self) -> tuple[float, float, float, float]:
        left, top, width, height = (self.cleaned_data[name] for name in START)
        return left, top, width, height

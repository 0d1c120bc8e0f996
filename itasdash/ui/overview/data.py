"""What the overview is made of, loaded when a part asks for it."""

import pandas as pd

from itasdash.documents.headline import Headline, headline_sentence, make_headline
from itasdash.ui.parts.survey_data import SurveyData
from itasdash.ui.shell.loading import Loader, load_states
from itasdash.ui.shell.view import View


class OverviewData(Loader):
    """The frames, the headline and the surveys of a view."""

    def __init__(self, view: View) -> None:
        super().__init__(view)
        self._view = view
        self._headline: Headline | None = None
        # What the snapshot says of IIT and EIT.
        self.surveys = SurveyData(view)

    # Not a cached_property: with Python 3.11 whoever asks one of these waits for whoever asks any.
    @property
    def provinces(self) -> pd.DataFrame:
        """The rates of the provinces, as :func:`itasdash.metrics.with_gain` gives them."""
        return self.rates("province")

    @property
    def headline(self) -> Headline:
        """The national numbers."""
        if self._headline is None:
            view = self._view
            states = load_states(view.store, view.info)
            rates = self.rates("country")
            self._headline = make_headline(rates, self.provinces, states, view.days)
        return self._headline

    @property
    def title(self) -> str:
        """Where things stand, in a sentence."""
        view = self._view
        day = view.info.as_of.date()
        return headline_sentence(self.headline, view.language, day, self.deadline)

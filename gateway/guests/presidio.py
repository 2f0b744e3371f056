"""Recognizers of presidio-analyzer, without any of its models.

They get the tokens of a blank spaCy tokenizer: a few microseconds for a sentence, no model, no
download. Each is asked directly rather than through `AnalyzerEngine`, which takes None for
"nothing found" and drops scores that are no number: here both mean that the recognizer is broken.
Context words raise scores as they do there.

Only the process that may be killed imports this module.
"""

import os

# Before the first import: what asks the network, and what gives up on a pattern in silence.
os.environ["TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS"] = ""
os.environ["REGEX_TIMEOUT_SECONDS"] = "86400"  # the time limit of this gateway refuses instead

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any

import spacy
from presidio_analyzer import AnalysisExplanation, EntityRecognizer, RecognizerResult
from presidio_analyzer.context_aware_enhancers import LemmaContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

from gateway.guests.answers import Find, Nonsense, place, score
from gateway.guests.guest import Guest


class BlankNlpEngine(NlpEngine):
    """Tokens without a model: words, punctuation, stop words; no entities, no tags.

    A word's lemma is the word in lower case, which is what context words are compared with.
    """

    def __init__(self, languages: Sequence[str] = ("en",)) -> None:
        self._languages = list(languages)
        self._blank: dict[str, Any] = {}

    def load(self) -> None:
        """Make the tokenizers."""
        self._blank = {language: _blank(language) for language in self._languages}

    def is_loaded(self) -> bool:
        """Whether they are made."""
        return bool(self._blank)

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """Tokens of a text of any length."""
        tokens = self._blank[language].tokenizer(text)  # `make_doc` ends at a million characters
        return NlpArtifacts(
            entities=[],
            tokens=tokens,
            tokens_indices=[token.idx for token in tokens],
            lemmas=[token.lower_ for token in tokens],
            nlp_engine=self,
            language=language,
        )

    def process_batch(
        self,
        texts: Iterable[str],
        language: str,
        batch_size: int = 1,
        n_process: int = 1,
        **_: object,
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        """Tokens of several texts, one after the other."""
        del batch_size, n_process
        for text in texts:
            yield text, self.process_text(text, language)

    def is_stopword(self, word: str, language: str) -> bool:
        """Whether it is among the language's stop words."""
        return bool(self._blank[language].vocab[word].is_stop)

    def is_punct(self, word: str, language: str) -> bool:
        """Whether it is punctuation."""
        return bool(self._blank[language].vocab[word].is_punct)

    def get_supported_entities(self) -> list[str]:
        """None: there is no model."""
        return []

    def get_supported_languages(self) -> list[str]:
        """Languages that it has tokenizers for."""
        return self._languages


def _blank(language: str) -> Any:  # noqa: ANN401 - spaCy's own type, which is not always there
    """The language's tokenizer, or the one for all languages."""
    try:
        return spacy.blank(language)
    except ImportError:
        return spacy.blank("xx")


def load(guest: Guest) -> Callable[[str], Iterator[Find]]:
    """Make the recognizer; what is returned asks it.

    Raises:
        Exception: whatever its class raises.
    """
    module, _, attribute = guest.load.partition(":")
    recognizer: object = getattr(import_module(module), attribute)(**json.loads(guest.kwargs))
    if not isinstance(recognizer, EntityRecognizer):
        raise TypeError("the class is no EntityRecognizer")
    engine = BlankNlpEngine([guest.language])
    engine.load()
    enhancer = LemmaContextAwareEnhancer()
    entities = list(recognizer.supported_entities)

    def find(text: str) -> Iterator[Find]:
        artifacts = engine.process_text(text, guest.language)
        results = recognizer.analyze(text, entities, artifacts)
        _believe(results, recognizer, len(text))
        if recognizer.context:
            results = enhancer.enhance_using_context(text, results, artifacts, [recognizer], None)
        for result in results:
            yield result.start, result.end, result.entity_type, result.score

    return find


def _believe(results: object, recognizer: EntityRecognizer, length: int) -> None:
    """Results are a list of results; the enhancer, which mends scores, finds what it expects.

    Raises:
        Nonsense: they are something else.
    """
    if not isinstance(results, list):
        raise Nonsense("the answer is no list")
    for result in results:
        if not isinstance(result, RecognizerResult):
            raise Nonsense("a find is no RecognizerResult")
        place(result.start, result.end, length)
        score(result.score)
        if not recognizer.context:
            continue
        metadata = dict(result.recognition_metadata or {})
        metadata.setdefault(RecognizerResult.RECOGNIZER_IDENTIFIER_KEY, recognizer.id)
        result.recognition_metadata = metadata
        explanation: object = result.analysis_explanation
        if explanation is None:
            result.analysis_explanation = AnalysisExplanation(
                recognizer=type(recognizer).__name__, original_score=result.score
            )

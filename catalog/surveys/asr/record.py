"""The survey's record: systems that connect a speech encoder to a large language model.

Every field is declared here once: its type checks it, its docstring explains it, `Show` presents it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Any, ClassVar, Literal, cast

from pydantic import Field

from catalog.errors import Finding
from catalog.identifiers import arxiv_day
from catalog.services.works import arxiv_paper
from catalog.values import (
    UNCHECKED,
    Amount,
    ArxivId,
    Blank,
    Derived,
    Entry,
    Fact,
    Grade,
    Licence,
    Link,
    Measurement,
    Part,
    Record,
    RecordRef,
    Ref,
    Show,
    Term,
    Text,
    Variant,
    Vocabularies,
    When,
    guess,
    short,
)
from catalog.values.record import Source, SourceKey


class Scope(Term):
    """Why a system is in the catalogue; any scope but `main` needs a note with the reason."""

    MAIN = "main", "A speech encoder feeds an LLM through a connector, and the system transcribes speech."
    CONTRAST = "contrast", "Reaches the LLM another way, such as discrete tokens; listed to compare against."
    RELATED = "related", "Reports no speech recognition of its own; listed because others build on it."


class EncoderKind(Term):
    """How a speech encoder was trained before it was connected to the LLM."""

    WHISPER = "Whisper", "An encoder of OpenAI's Whisper family: supervised, weakly labelled, multilingual."
    SFT = "SFT", "Supervised training on transcribed speech (CTC, transducer or attention decoder)."
    SSL = "SSL", "Self-supervised training on audio without transcripts."
    SSL_SFT = "SSL+SFT", "Self-supervised training, then supervised fine-tuning."
    CONTRASTIVE = "contrastive", "Trained to match audio with text descriptions, as CLAP is."
    CODEC = "codec", "A tokenizer trained to reconstruct audio; gives discrete codes or latent frames."
    SCRATCH = "from scratch", "Trained with the rest of the system, not initialised from earlier weights."


class Downsampler(Term):
    """How the sequence of encoder frames is shortened before the LLM reads it."""

    STACKING = "stacking", "Neighbouring frames are concatenated."
    CONVOLUTION = "convolution", "Strided convolutions."
    POOLING = "pooling", "Neighbouring frames are averaged."
    QUERIES = "queries", "A fixed number of learned queries for each window or utterance."
    CTC = "CTC", "Frames are merged or dropped according to a CTC output."
    NONE = "none", "Every encoder frame reaches the LLM."


class State(Term):
    """What training did to a part."""

    FROZEN = "frozen", "Its weights did not change."
    TRAINED = "trained", "All of its weights were updated."
    PARTLY = "partly trained", "Some of its own weights were updated, the rest kept."
    LORA = "LoRA", "Kept frozen; low-rank adapters next to its weights were trained."
    ABSENT = "absent", "The part is not used."


class LlmInput(Term):
    """In which form speech reaches the LLM."""

    CONTINUOUS = "continuous", "Real-valued vectors."
    DISCRETE = "discrete", "Tokens of a finite inventory."
    BOTH = "continuous + discrete", "Vectors and tokens together."


class Metric(Term):
    """How an error was counted; all are percentages, lower is better."""

    WER = "WER", "Word error rate: substitutions, deletions and insertions per reference word."
    CER = "CER", "Character error rate: the same per character; usual for Mandarin, Japanese and Thai."
    MIXED = "WER/CER", "A mean over languages, CER where words are not separated by spaces and WER elsewhere."
    CPWER = "cpWER", "Word error rate under the best assignment of speakers, for several talkers."
    CPCER = "cpCER", "Character error rate under the best assignment of speakers."
    TCPWER = "tcpWER", "cpWER in which words must also match in time."
    TCPCER = "tcpCER", "cpCER in which characters must also match in time."
    DER = "DER", "Diarisation error rate: share of time with a wrong, missed or false speaker."


class Runner(Term):
    """Who ran the test."""

    LEADERBOARD = "leaderboard", "A public leaderboard that runs all systems in the same way."
    AUTHORS = "authors", "The people who made the system."
    OTHERS = "others", "Somebody else, in their own paper or repository."


class Mode(Term):
    """How audio reached the system while it was measured."""

    OFFLINE = "offline", "The whole recording was there from the start."
    STREAMING = "streaming", "The recording came in piece by piece, as a microphone gives it."


class PaperKind(Term):
    """In which form a system was described."""

    CONFERENCE = "conference", "In the proceedings of a conference or workshop, after peer review."
    JOURNAL = "journal", "In a journal, after peer review."
    PREPRINT = "preprint", "On a server for preprints only."
    REPORT = "report", "A technical report of the makers, outside such a server."


class ReleaseKind(Term):
    """What of a system was public."""

    PAPER = "paper", "The first version of a paper or report."
    WEIGHTS = "weights", "Weights for download."
    CODE = "code", "The code, a model card or an announcement with a demonstration."


class Availability(Term):
    """How readers can get a system."""

    OPEN = "weights open", "Weights can be downloaded by everybody."
    GATED = "weights gated", "Weights can be downloaded after a registration or a consent."
    API = "API only", "No weights, but a service that recognises speech."
    CLOSED = "closed", "The sources offer neither weights nor a service."


class Labels(Term):
    """Where the transcripts of training audio come from."""

    HUMAN = "human", "Written or corrected by people, subtitles included."
    PSEUDO = "pseudo", "Written by another recogniser."
    SYNTHETIC = "synthetic", "The audio was synthesised from text."


class HoursUse(Term):
    """In which part of training the transcribed hours were used."""

    PRETRAINING = "pre-training", "Before or beside the tuning for instructions, with other tasks."
    FINE_TUNING = "fine-tuning", "In supervised fine-tuning, or as the only training."
    BOTH = "pre-training + fine-tuning", "The figure covers both."


class Modality(Term):
    """What a system takes in besides speech."""

    TEXT = "text", "Written questions or documents, beyond the prompt for recognition."
    IMAGE = "image", "Pictures."
    VIDEO = "video", "Moving pictures; also the lips of the speaker."
    SOUND = "sound", "Music and sounds that are not speech."


class EncoderEntry(Entry):
    """A speech encoder."""

    vocabulary: ClassVar[str] = "encoders"
    title: ClassVar[str] = "Speech encoder"

    kind: EncoderKind | None = None
    """How it was trained before it is connected to an LLM, if always the same."""
    parameters: Annotated[Amount | None, Show("Parameters", plausible=(1e5, 3e10), whole=True)] = None
    """Number of weights of the encoder."""


class LlmEntry(Entry):
    """A large language model."""

    vocabulary: ClassVar[str] = "llms"
    title: ClassVar[str] = "LLM"

    parameters: Annotated[Amount | None, Show("Parameters", plausible=(1e6, 1e13), whole=True)] = None
    """Number of weights."""


class InstituteEntry(Entry):
    """An organisation that authors work for."""

    vocabulary: ClassVar[str] = "institutes"
    title: ClassVar[str] = "Organisation"


class ConnectorEntry(Entry):
    """A family of connectors."""

    vocabulary: ClassVar[str] = "connectors"
    title: ClassVar[str] = "Connector family"


class TestSetEntry(Entry):
    """A test set, or a fixed mean over several."""

    vocabulary: ClassVar[str] = "test-sets"
    title: ClassVar[str] = "Test set"

    language: Text = ""
    """Language spoken, in English."""
    splits: tuple[Text, ...] = ()
    """Parts that are reported separately; empty if there is only one."""
    metric: Metric | None = None
    """The usual error metric."""


class Paper(Part):
    """Where the system is described."""

    title: Annotated[Fact[Text], Show("Paper title", unique=True), Field(examples=["SLAM-ASR: …"])] = UNCHECKED
    """Title of the version that the venue published, else of the newest one, as printed."""
    arxiv: Annotated[Fact[ArxivId], Show("arXiv", unique=True), Field(examples=["2402.08846"])] = UNCHECKED
    """arXiv identifier without version, in quotes."""
    link: Annotated[Fact[Link], Show("Paper link", unique=True), Field(examples=["https://example.org/paper.pdf"])] = (
        UNCHECKED
    )
    """Where to read it if it is not on arXiv."""
    venue: Annotated[Fact[Text], Show("Venue"), Field(examples=["ICLR 2024"])] = UNCHECKED
    """Where it was published after peer review."""
    kind: Annotated[Fact[PaperKind], Show("Kind of paper", facet=True), Field(examples=["conference"])] = UNCHECKED
    """In which form: its best, if there are several."""
    doi: Annotated[Fact[Text], Show("DOI", unique=True), Field(examples=["10.1609/aaai.v39i23.34666"])] = UNCHECKED
    """Digital object identifier of the version that the venue published, without an address."""
    authors: Annotated[Fact[tuple[Text, ...]], Show("Authors"), Field(examples=[["Ada Lovelace"]])] = UNCHECKED
    """In the order of the paper; the first few and "others" are enough."""


class Code(Part):
    """What can be downloaded."""

    repository: Annotated[Fact[Link], Show("Code"), Field(examples=["https://github.com/X-LANCE/SLAM-LLM"])] = UNCHECKED
    """The authors' own repository or recipe, not a general toolkit."""
    licence: Annotated[Fact[Licence], Show("Code licence", facet=True), Field(examples=["Apache-2.0"])] = UNCHECKED
    """SPDX identifier if there is one."""
    weights: Annotated[
        Fact[tuple[Link, ...]], Show("Weights"), Field(examples=[["https://huggingface.co/Qwen/Qwen3-ASR-1.7B"]])
    ] = UNCHECKED
    """Pages of the released checkpoints."""
    weights_licence: Annotated[Fact[Licence], Show("Weights licence", facet=True), Field(examples=["CC-BY-4.0"])] = (
        UNCHECKED
    )
    """SPDX identifier if there is one."""
    gated: Annotated[Fact[bool], Show("Weights gated"), Field(examples=[False])] = UNCHECKED
    """The weights can be downloaded only after a registration or a consent."""
    service: Annotated[Fact[Link], Show("Service"), Field(examples=["https://example.org/api"])] = UNCHECKED
    """Page of a service (API) that recognises speech with it."""
    training: Annotated[Fact[bool], Show("Training code open", facet=True), Field(examples=[True])] = UNCHECKED
    """The code with which it was trained, or can be trained again, is public."""
    page: Annotated[Fact[Link], Show("Project page"), Field(examples=["https://example.org/demo"])] = UNCHECKED
    """Demo or project page."""

    @Derived.shown(Show("Availability", facet=True))
    def availability(self) -> Fact[Availability]:
        """How readers can get it: by its weights, open unless they are known to be gated, else by a service."""
        if self.weights.values:
            # What is noted of open weights, such as where else they are, is no part of this answer.
            is_open = _follows(Availability.OPEN, replace(self.weights, note=""))
            return _follows(Availability.GATED, self.gated) if self.gated.value else is_open
        if self.weights.blank is Blank.NOT_CHECKED:
            return UNCHECKED
        if self.service.values:
            return _follows(Availability.API, self.service, Grade.DERIVED)
        return _follows(Availability.CLOSED, self.weights, Grade.DERIVED)

    @Derived.shown(Show("Terms of the weights"))
    def terms(self) -> Fact[Text]:
        """The licence of the weights; where none is known, whether everybody can have them."""
        licence: Fact[Any] = self.weights_licence
        availability: Fact[Any] = self.availability
        if licence.value:
            return replace(licence, value=short(licence.value), instead=())
        return replace(availability, value=_TERMS.get(availability.value, availability.value))


_TERMS: dict[Any, str] = {Availability.OPEN: "open", Availability.GATED: "gated"}
"""Words for weights that need not say that they are about weights."""


def _follows(value: Availability, fact: Fact[Any], grade: Grade | None = None) -> Fact[Any]:
    """Return what follows from a fact, with its evidence; `grade` where it is more than the fact says."""
    return replace(fact, value=value, blank=None, instead=(), verified=fact.verified and (grade or fact.verified))


class Encoder(Part):
    """One speech or audio encoder; a system may have several."""

    name: Annotated[
        Fact[Annotated[str, Ref(EncoderEntry)]],
        Show("Speech encoder", facet=True),
        Field(examples=["whisper-large-v2"]),
    ] = UNCHECKED
    """Which encoder."""
    kind: Annotated[Fact[EncoderKind], Show("Encoder kind", facet=True), Field(examples=["Whisper"])] = UNCHECKED
    """How it was trained before it was connected to the LLM."""
    parameters: Annotated[
        Fact[Amount],
        Show("Encoder parameters", scale="log", plausible=(1e5, 3e10), whole=True),
        Field(examples=["635M"]),
    ] = UNCHECKED
    """Number of weights of the encoder only."""
    frame_rate: Annotated[
        Fact[Amount], Show("Encoder frame rate", unit="Hz", scale="linear", plausible=(0.5, 1000)), Field(examples=[50])
    ] = UNCHECKED
    """Output frames per second, before the connector."""
    detail: Annotated[Fact[Text], Show("Encoder detail"), Field(examples=["24 Conformer layers"])] = UNCHECKED
    """What the other fields cannot hold: layers, pre-training, initialisation."""


class Connector(Part):
    """What turns encoder output into LLM input."""

    family: Annotated[
        Fact[Annotated[str, Ref(ConnectorEntry)]], Show("Connector", facet=True), Field(examples=["mlp"])
    ] = UNCHECKED
    """Which kind of module."""
    construction: Annotated[
        Fact[Text], Show("Connector construction"), Field(examples=["5 frames stacked, Linear, ReLU, Linear"])
    ] = UNCHECKED
    """How it is built, in one line."""
    downsampler: Annotated[Fact[Downsampler], Show("Downsampler", facet=True), Field(examples=["stacking"])] = UNCHECKED
    """How the sequence is shortened."""
    downsampling: Annotated[
        Fact[Amount], Show("Downsampling", unit="x", scale="linear", plausible=(1, 1000)), Field(examples=[5])
    ] = UNCHECKED
    """Encoder frames for each LLM input vector."""
    frame_rate: Annotated[
        Fact[Amount], Show("LLM token rate", unit="Hz", scale="linear", plausible=(0.05, 1000)), Field(examples=[10])
    ] = UNCHECKED
    """Vectors or tokens the LLM receives per second of audio."""
    parameters: Annotated[
        Fact[Amount],
        Show("Connector parameters", scale="log", plausible=(1e3, 1e10), whole=True),
        Field(examples=["21.5M"]),
    ] = UNCHECKED
    """Number of weights of the connector only."""


class Llm(Part):
    """One large language model."""

    name: Annotated[
        Fact[Annotated[str, Ref(LlmEntry)]], Show("LLM", facet=True), Field(examples=["vicuna-7b-v1.5"])
    ] = UNCHECKED
    """Which LLM."""
    parameters: Annotated[
        Fact[Amount], Show("LLM parameters", scale="log", plausible=(1e6, 1e13), whole=True), Field(examples=["6.74B"])
    ] = UNCHECKED
    """Number of weights of the LLM only."""
    detail: Annotated[Fact[Text], Show("LLM detail"), Field(examples=["first 12 layers only"])] = UNCHECKED
    """What the other fields cannot hold."""


class Stage(Part):
    """One step of training, in order."""

    name: Annotated[Text, Field(examples=["instruction tuning"])]
    """What the authors call it."""
    encoder: Annotated[Fact[State], Show("Stage encoder training"), Field(examples=["frozen"])] = UNCHECKED
    """What the stage did to the encoder."""
    connector: Annotated[Fact[State], Show("Stage connector training"), Field(examples=["trained"])] = UNCHECKED
    """What the stage did to the connector."""
    llm: Annotated[Fact[State], Show("Stage LLM training"), Field(examples=["LoRA"])] = UNCHECKED
    """What the stage did to the LLM."""
    data: Annotated[Fact[Text], Show("Stage data"), Field(examples=["LibriSpeech 960 h"])] = UNCHECKED
    """Tasks and data, in one line."""


class Training(Part):
    """What was trained, and how."""

    encoder: Annotated[Fact[State], Show("Encoder training", facet=True), Field(examples=["frozen"])] = UNCHECKED
    """The most that any training stage did to the encoder (its own pre-training excluded)."""
    connector: Annotated[Fact[State], Show("Connector training", facet=True), Field(examples=["trained"])] = UNCHECKED
    """The most that any stage did to the connector."""
    llm: Annotated[Fact[State], Show("LLM training", facet=True), Field(examples=["LoRA"])] = UNCHECKED
    """The most that any stage did to the LLM."""
    lora: Annotated[Fact[Text], Show("LoRA settings"), Field(examples=["rank 8, alpha 32, on q and v"])] = UNCHECKED
    """Rank, alpha, dropout, and where the adapters sit."""
    trainable: Annotated[
        Fact[Amount],
        Show("Trainable parameters", scale="log", plausible=(1e3, 1e13), whole=True),
        Field(examples=["33M"]),
    ] = UNCHECKED
    """Number of weights that were updated."""
    objective: Annotated[Fact[Text], Show("Training objective"), Field(examples=["next-token cross-entropy"])] = (
        UNCHECKED
    )
    """Loss function or reward."""
    rl: Annotated[Fact[bool], Show("Reinforcement learning", facet=True), Field(examples=[False])] = UNCHECKED
    """One of its stages is reinforcement learning, preference optimisation included."""
    seen: Annotated[
        Fact[tuple[Annotated[str, Ref(TestSetEntry)], ...]],
        Show("Trained on the training part of", facet=True),
        Field(examples=[["librispeech"]]),
    ] = UNCHECKED
    """Test sets whose own training part was among the training audio; an empty list if there are none."""
    compute: Annotated[Fact[Text], Show("Compute"), Field(examples=["32 A100 80GB"])] = UNCHECKED
    """Hardware, steps, duration."""
    stages: tuple[Stage, ...] = ()
    """The steps in order, each with the state of every part."""


class Hours(Part):
    """Training audio by role; the three figures are never added or compared."""

    asr: Annotated[
        Fact[Amount], Show("ASR hours", unit="hours", scale="log", plausible=(1, 1e8)), Field(examples=["50K+"])
    ] = UNCHECKED
    """Transcribed speech used to train the system for recognition."""
    encoder: Annotated[
        Fact[Amount], Show("Encoder hours", unit="hours", scale="log", plausible=(1, 1e9)), Field(examples=["7.7M"])
    ] = UNCHECKED
    """Audio on which the encoder was trained before, with or without transcripts."""
    audio: Annotated[
        Fact[Amount], Show("All audio hours", unit="hours", scale="log", plausible=(1, 1e9)), Field(examples=["18.1K"])
    ] = UNCHECKED
    """Audio of all tasks together."""
    labels: Annotated[Fact[tuple[Labels, ...]], Show("Transcripts by", facet=True), Field(examples=[["human"]])] = (
        UNCHECKED
    )
    """Where the transcripts of the ASR hours come from, the largest part first."""
    use: Annotated[Fact[HoursUse], Show("ASR hours used in", facet=True), Field(examples=["fine-tuning"])] = UNCHECKED
    """In which part of training the ASR hours were used."""


class Abilities(Part):
    """What the system can do besides transcription."""

    languages: Annotated[
        Fact[Amount], Show("Languages", scale="log", plausible=(1, 7200), whole=True), Field(examples=[30])
    ] = UNCHECKED
    """How many languages it transcribes; dialects are not counted."""
    language_names: Annotated[Fact[Text], Show("Which languages"), Field(examples=["English, Mandarin"])] = UNCHECKED
    """Which they are, dialects included."""
    streaming: Annotated[Fact[bool], Show("Streaming", facet=True), Field(examples=[True])] = UNCHECKED
    """It transcribes while audio is still coming in."""
    chunk: Annotated[
        Fact[Amount], Show("Streaming chunk", unit="seconds", scale="log", plausible=(0.01, 60)), Field(examples=[0.64])
    ] = UNCHECKED
    """Audio it waits for before it goes on transcribing: the chunk, or the delay where there are no chunks."""
    context: Annotated[Fact[bool], Show("Context biasing", facet=True), Field(examples=[True])] = UNCHECKED
    """Hotwords or context can be given as text (contextual biasing)."""
    diarisation: Annotated[Fact[bool], Show("Diarisation", facet=True), Field(examples=[False])] = UNCHECKED
    """It identifies who spoke when."""
    timestamps: Annotated[Fact[bool], Show("Timestamps", facet=True), Field(examples=[True])] = UNCHECKED
    """It says when words or sentences were spoken."""
    longest_audio: Annotated[
        Fact[Amount], Show("Longest audio", unit="seconds", scale="log", plausible=(1, 1e6)), Field(examples=[1200])
    ] = UNCHECKED
    """Longest single input it is intended for when it transcribes; limits of other tasks do not count."""
    tasks: Annotated[Fact[tuple[Text, ...]], Show("Other tasks"), Field(examples=[["speech translation"]])] = UNCHECKED
    """Tasks besides recognition; an empty list if there are none."""
    modalities: Annotated[Fact[tuple[Modality, ...]], Show("Other inputs", facet=True), Field(examples=[["image"]])] = (
        UNCHECKED
    )
    """What it takes in besides speech; an empty list if there is nothing."""


class Speed(Part):
    """How fast it is, as measured by whom the evidence names; figures from different hardware cannot be compared."""

    rtfx: Annotated[Fact[Amount], Show("RTFx", scale="log", plausible=(0.1, 1e5)), Field(examples=[418])] = UNCHECKED
    """Seconds of audio for each second of computing; higher is faster."""
    rtf: Annotated[Fact[Amount], Show("RTF", scale="log", plausible=(1e-5, 10)), Field(examples=[0.05])] = UNCHECKED
    """Seconds of computing for each second of audio, where the source says it so."""
    first_token: Annotated[
        Fact[Amount], Show("Time to first token", unit="ms", scale="log", plausible=(1, 1e5)), Field(examples=[92])
    ] = UNCHECKED
    """From the end of the audio, or of its first chunk, to the first token of text."""
    hardware: Annotated[Fact[Text], Show("Measured with"), Field(examples=["1 A100 80GB, batch size 1"])] = UNCHECKED
    """Hardware, precision and batch size of these figures."""


class Result(Measurement):
    """One error rate on one test set."""

    comparable: ClassVar[tuple[str, ...]] = ("test_set", "split", "metric")
    best: ClassVar[Literal["lowest", "highest"]] = "lowest"
    apart: ClassVar[tuple[str, ...]] = ("run_by",)
    conditions: ClassVar[tuple[str, ...]] = ("normalisation", "decoding", "prompt", "mode", "chunk")

    value: Annotated[Fact[Amount], Show("Error rate", unit="%"), Field(examples=[1.94])]
    """The one number, in percent; two splits or two variants are two entries."""

    test_set: Annotated[str, Ref(TestSetEntry), Show("Test set"), Field(examples=["librispeech"])]
    """What it was measured on."""
    split: Annotated[Text, Show("Split"), Field(examples=["test-clean"])] = ""
    """Which of its parts; one entry each."""
    metric: Annotated[Metric, Show("Metric"), Field(examples=["WER"])]
    """What is counted in fact: CER for Mandarin, whatever the table calls it."""
    printed: Annotated[Text, Show("Printed as"), Field(examples=["WER"])] = ""
    """The label in the source, if it differs."""
    run_by: Annotated[Runner | None, Show("Run by"), Field(examples=["authors"])] = None
    """Who ran the test."""
    normalisation: Annotated[Text, Show("Normalisation"), Field(examples=["Whisper normaliser"])] = ""
    """What was done to both texts before errors were counted."""
    decoding: Annotated[Text, Show("Decoding"), Field(examples=["beam 4"])] = ""
    """Greedy or beam search with its width, language model, repetition penalty."""
    prompt: Annotated[Text, Show("Prompt"), Field(examples=["language named"])] = ""
    """What the system was told beside the audio, where that matters: language, hotwords, context."""
    mode: Annotated[Mode | None, Show("Mode"), Field(examples=["offline"])] = None
    """Whether the whole recording was there from the start."""
    chunk: Annotated[Amount | None, Show("Chunk", unit="seconds"), Field(examples=[0.64])] = None
    """Chunk or delay of a streaming result."""


class Relations(Part):
    """Links to other records of the catalogue."""

    successor_of: Annotated[
        Fact[tuple[RecordRef, ...]], Show("Successor of", earlier=True), Field(examples=[["qwen-audio"]])
    ] = UNCHECKED
    """Earlier systems by the same authors that it succeeds."""
    built_on: Annotated[Fact[tuple[RecordRef, ...]], Show("Built on", earlier=True), Field(examples=[["slam-asr"]])] = (
        UNCHECKED
    )
    """Systems whose code, recipe or weights it uses."""


class Listing(Record):
    """What a record says of a system as a whole, whatever its variants."""

    method: Annotated[Fact[Text], Show("Name in the paper"), Field(examples=["SLAM-ASR"])] = UNCHECKED
    """Name that the authors use for the system."""
    institutes: Annotated[
        Fact[tuple[Annotated[str, Ref(InstituteEntry)], ...]],
        Show("Organisation", facet=True),
        Field(examples=[["alibaba"]]),
    ] = UNCHECKED
    """Where the authors work."""
    scope: Annotated[Fact[Scope], Show("Scope", facet=True), Field(examples=["main"])] = UNCHECKED
    """Why it is in the catalogue."""
    asr_only: Annotated[Fact[bool], Show("ASR only", facet=True), Field(examples=[True])] = UNCHECKED
    """It was built for speech recognition only."""
    ranking: Annotated[Fact[Amount], Show("Survey's ranking", plausible=(1, 20), whole=True), Field(examples=[2])] = (
        UNCHECKED
    )
    """The number in the column "Ranking" of the original table, which does not explain it."""
    paper: Annotated[Paper, Show("Paper")] = Paper()
    """Where the system is described."""


class Dates(Part):
    """When each part of a system became public."""

    paper: Annotated[Fact[When], Show("Paper published", scale="time"), Field(examples=["2024-02-13"])] = UNCHECKED
    """First version of the paper or report."""
    weights: Annotated[Fact[When], Show("Weights published", scale="time"), Field(examples=["2024-03-01"])] = UNCHECKED
    """First weights for download."""
    code: Annotated[Fact[When], Show("Code published", scale="time"), Field(examples=["2024-02"])] = UNCHECKED
    """First public code, card or demonstration."""


class Design(Part):
    """What a system and each of its variants may say."""

    released: Annotated[Fact[When], Show("Released", scale="time"), Field(examples=["2024-02-13"])] = UNCHECKED
    """Day the first public version appeared: the earliest of paper, weights and code."""
    released_with: Annotated[Fact[ReleaseKind], Show("Released with"), Field(examples=["paper"])] = UNCHECKED
    """Which of paper, weights and code came first."""
    dates: Annotated[Dates, Show("Dates")] = Dates()
    """When each part became public, where known."""
    code: Annotated[Code, Show("Code and weights")] = Code()
    """What can be downloaded."""
    encoders: Annotated[tuple[Encoder, ...], Show("Speech encoder")] = ()
    """The encoders, the main one first."""
    connector: Annotated[Connector, Show("Connector")] = Connector()
    """What turns encoder output into LLM input."""
    llms: Annotated[tuple[Llm, ...], Show("LLM")] = ()
    """The language models, the main one first."""
    llm_input: Annotated[Fact[LlmInput], Show("LLM input", facet=True), Field(examples=["continuous"])] = UNCHECKED
    """In which form speech reaches the LLM."""
    training: Annotated[Training, Show("Training")] = Training()
    """What was trained, and how."""
    hours: Annotated[Hours, Show("Training audio")] = Hours()
    """Training audio by role."""
    parameters: Annotated[
        Fact[Amount], Show("Parameters", scale="log", plausible=(1e6, 1e13), whole=True), Field(examples=["7B"])
    ] = UNCHECKED
    """Number of weights of the whole system, as counted."""
    named_size: Annotated[
        Fact[Amount], Show("Named size", scale="log", plausible=(1e6, 1e13), whole=True), Field(examples=["7B"])
    ] = UNCHECKED
    """The number of weights in its name, which is often that of the LLM alone."""
    abilities: Annotated[Abilities, Show("Capabilities")] = Abilities()
    """What it can do besides transcription."""
    speed: Annotated[Speed, Show("Speed")] = Speed()
    """How fast it is."""


class SystemVariant(Design, Variant):
    """A size or edition that was released or evaluated separately; it says only what differs from the record."""

    detail: Annotated[Fact[Text], Show("Variant detail"), Field(examples=["Chinese dialects"])] = UNCHECKED
    """What distinguishes it."""


class System(Design, Listing):
    """One LLM-based speech recogniser."""

    name: Annotated[Text, Field(examples=["SLAM-ASR"])]
    """What readers call it."""
    sources: Annotated[
        dict[SourceKey, Source],
        Field(
            examples=[{"paper": {"url": "https://arxiv.org/abs/2402.08846", "read": "2026-11-26"}}],
            default_factory=dict,
        ),
    ]
    """Short keys for the documents the facts are taken from, with the day each was last read (`read`)."""
    relations: Annotated[Relations, Show("Relations")] = Relations()
    """Links to other records of the catalogue."""
    variants: Annotated[tuple[SystemVariant, ...], Show("Variants")] = ()
    """The models that share the record: sizes, editions, and siblings to tell them from."""
    results: Annotated[tuple[Result, ...], Show("Results")] = ()
    """Error rates, one number an entry."""

    def findings(self, vocabularies: Vocabularies) -> Iterator[Finding]:
        """Check the fields of one system against each other."""
        yield from self._scope_findings()
        yield from self._paper_findings()
        yield from self._model_findings(vocabularies)
        for index, result in enumerate(self.results):
            yield from _result_findings(("results", index), result, vocabularies)

    def _model_findings(self, vocabularies: Vocabularies) -> Iterator[Finding]:
        """Each of the models agrees with itself; what several of them have from the record is reported once."""
        seen = set()
        for model in self.all_models:
            system = cast("System", model.facts)
            for finding in system.findings_of_model(vocabularies):
                located = replace(finding, path=model.locate(finding.path))
                if located not in seen:
                    seen.add(located)
                    yield located

    def findings_of_model(self, vocabularies: Vocabularies) -> Iterator[Finding]:
        """Check the fields that describe one model against each other."""
        yield from self._release_findings()
        yield from self._training_findings()
        yield from self._hours_findings()
        yield from self._absence_findings()
        yield from self._size_findings()
        yield from self._word_findings(vocabularies)
        yield from self._rate_findings()

    def _scope_findings(self) -> Iterator[Finding]:
        """A system outside the main scope has a reason."""
        if self.scope.value not in (None, Scope.MAIN) and not self.scope.note:
            hint = "add `note:` with the reason"
            yield Finding(("scope",), f"the scope `{self.scope.value}` has no reason", hint, "scope")

    def _release_findings(self) -> Iterator[Finding]:
        """It was released when the first of paper, weights and code was public."""
        dates = {kind: getattr(self.dates, kind).value for kind in ReleaseKind}
        known = {kind: date for kind, date in dates.items() if date}
        released = self.released.value
        for kind, date in known.items():
            if released and date.last < released.first:
                hint = "the first public version counts: correct one of the two dates"
                yield Finding(("released",), f"released {released}, but its {kind} is of {date}", hint, "released")
        first = self.released_with.value
        date = known.get(first) if first else None
        if date and released and (date.first > released.last or released.first > date.last):
            message = f"released with its {first} on {released}, but the {first} is of {date}"
            yield Finding(("released_with",), message, "correct one of the three", "released")

    def _training_findings(self) -> Iterator[Finding]:
        """The summary of a part is the most that any stage did to it."""
        for part in ("encoder", "connector", "llm"):
            summary = getattr(self.training, part).value
            states = [getattr(stage, part).value for stage in self.training.stages]
            known = [state for state in states if state is not None]
            if summary is None or not known:
                continue
            most = max(known, key=_CHANGE.index)
            complete = len(known) == len(states)
            if _CHANGE.index(most) > _CHANGE.index(summary) or (complete and most is not summary):
                message = f"the stages have at most `{most}`, the summary has `{summary}`"
                hint = "the summary is the most that any stage did; correct the summary or a stage"
                yield Finding(("training", part), message, hint, "training")
        if self.training.lora.values and {self.training.encoder.value, self.training.llm.value} <= _UNCHANGED:
            message = "LoRA settings, but neither the encoder nor the LLM was trained"
            yield Finding(("training", "lora"), message, "correct the state of one of them", "training", "warning")

    def _hours_findings(self) -> Iterator[Finding]:
        """ASR hours cannot exceed all audio hours; if they do, hours of different roles were mixed up."""
        asr, audio = self.hours.asr.value, self.hours.audio.value
        if asr and audio and asr.number > audio.number:
            message = "more ASR hours than hours of all audio"
            yield Finding(("hours", "asr"), message, "check the role of each figure", "hours")

    def _paper_findings(self) -> Iterator[Finding]:
        """The first public version is no later than the paper; the source `paper` is that paper."""
        paper, released = self.paper.arxiv.value, self.released.value
        if paper and released and released.first > arxiv_day(paper) + timedelta(days=62):
            message = f"released {released}, but the paper is of {arxiv_day(paper):%B %Y} (arXiv {paper})"
            hint = "the first public version counts: write the date of the paper, or correct the identifier"
            yield Finding(("released",), message, hint, "released", "warning")
        source = self.sources.get("paper")
        other = arxiv_paper(source.url) if source and source.url else ""
        if paper and other and other != paper and self.paper.arxiv.source != "paper":
            message = f"the source `paper` is arXiv {other}, `paper.arxiv` is {paper}"
            yield Finding(
                ("sources", "paper"), message, "correct one, or give the source another key", "paper", "warning"
            )

    def _absence_findings(self) -> Iterator[Finding]:
        """What is absent, or does not apply, is not described elsewhere."""
        training, code, connector = self.training, self.code, self.connector
        module = (connector.parameters, connector.downsampling, connector.downsampler)
        listed: tuple[tuple[str, Fact[State], Iterable[Fact[Any]]], ...] = (
            ("encoder", training.encoder, [encoder.name for encoder in self.encoders]),
            ("llm", training.llm, [llm.name for llm in self.llms]),
            ("connector", training.connector, (*module, *([connector.family] if _is_module(connector) else []))),
        )
        for part, state, facts in listed:
            if (state.value is State.ABSENT or state.blank is Blank.NOT_APPLICABLE) and any(f.values for f in facts):
                message = f"the {part} is `{state.value or state.blank}` here, but described in this record"
                yield Finding(("training", part), message, "correct one of the two", "absent")
        groups: tuple[tuple[Path, Fact[Any], Iterable[Fact[Any]]], ...] = (
            (("code", "repository"), code.repository, [code.licence]),
            (("code", "weights"), code.weights, [code.weights_licence, code.gated]),
            (("connector", "family"), connector.family, module),
            *((("encoders", i, "name"), e.name, (e.kind, e.parameters)) for i, e in enumerate(self.encoders)),
            *((("llms", i, "name"), llm.name, [llm.parameters]) for i, llm in enumerate(self.llms)),
        )
        for path, fact, others in groups:
            if fact.blank is Blank.NOT_APPLICABLE and any(other.values for other in others):
                message = "`not applicable`, but described by other fields"
                yield Finding(path, message, "correct one of them", "absent")

    def _size_findings(self) -> Iterator[Finding]:
        """No part is larger than the whole."""
        whole = self.parameters.value
        parts: list[tuple[Path, Amount | None]] = [
            *((("encoders", i, "parameters"), encoder.parameters.value) for i, encoder in enumerate(self.encoders)),
            *((("llms", i, "parameters"), llm.parameters.value) for i, llm in enumerate(self.llms)),
            (("connector", "parameters"), self.connector.parameters.value),
            (("training", "trainable"), self.training.trainable.value),
        ]
        for path, part in parts:
            if part and whole and part.number > whole.number * _ROUNDING:
                message = f"{Amount.type.short(part)} are more than the whole system has, {Amount.type.short(whole)}"
                yield Finding(path, message, "check both numbers, and the letters behind them", "size")

    def _word_findings(self, vocabularies: Vocabularies) -> Iterator[Finding]:
        """An encoder or LLM is what the vocabulary says of it."""
        for index, encoder in enumerate(self.encoders):
            entry = vocabularies.get(EncoderEntry.vocabulary, {}).get(encoder.name.value or "")
            if isinstance(entry, EncoderEntry):
                yield from _size_finding(("encoders", index, "parameters"), encoder.parameters, entry.parameters, entry)
                yield from _kind_finding(("encoders", index, "kind"), encoder.kind, entry)
        for index, llm in enumerate(self.llms):
            entry = vocabularies.get(LlmEntry.vocabulary, {}).get(llm.name.value or "")
            if isinstance(entry, LlmEntry):
                yield from _size_finding(("llms", index, "parameters"), llm.parameters, entry.parameters, entry)

    def _rate_findings(self) -> Iterator[Finding]:
        """The frame rate of one encoder, divided by the downsampling, is the rate at which the LLM receives vectors."""
        rates = {encoder.frame_rate.value for encoder in self.encoders}
        frames, factor = rates.pop() if len(rates) == 1 else None, self.connector.downsampling.value
        tokens = self.connector.frame_rate.value
        if self.connector.downsampler.value is Downsampler.NONE and factor and factor.number > 1:
            message = f"without a downsampler, {factor} encoder frames cannot become one"
            yield Finding(("connector", "downsampling"), message, "correct it, or `downsampler`", "rate")
        if frames and factor and tokens and factor.number and tokens.number:
            expected = frames.number / factor.number
            if not 1 / _ROUNDING <= expected / tokens.number <= _ROUNDING:
                message = f"{frames} frames per second, downsampled by {factor}, give {expected:g}, not {tokens}"
                hint = "correct one of the three; downsampling is that after the encoder's own frame rate"
                yield Finding(("connector", "frame_rate"), message, hint, "rate", "warning")


Path = tuple[str | int, ...]
_ROUNDING = 1.1
"""Factor by which numbers that belong together may differ."""
_SAME_SIZE = 1.5
"""Factor by which counts of the weights of one model may differ: embeddings or heads are counted by some only."""


def _size_finding(path: Path, fact: Fact[Amount], usual: Amount | None, entry: Entry) -> Iterator[Finding]:
    size = fact.value
    if usual and size and not 1 / _SAME_SIZE <= size.number / usual.number <= _SAME_SIZE:
        short = Amount.type.short
        message = f"{short(size)} here, but {entry.name} has {short(usual)}"
        hint = f"correct one of the two; data/{entry.vocabulary}.yml has the other"
        yield Finding(path, message, hint, "size", "warning")


def _kind_finding(path: Path, fact: Fact[EncoderKind], entry: EncoderEntry) -> Iterator[Finding]:
    if entry.kind and fact.blank is Blank.NOT_CHECKED:
        hint = f"write {{value: {entry.kind}, source: …, where: …}}, as data/{entry.vocabulary}.yml says"
        yield Finding(path, f"no kind, but {entry.name} is of the kind `{entry.kind}`", hint, "kind", "warning")
    elif entry.kind and fact.value and fact.value is not entry.kind:
        message = f"`{fact.value}` here, but {entry.name} is of the kind `{entry.kind}`"
        hint = f"correct one of the two; data/{entry.vocabulary}.yml has the other"
        yield Finding(path, message, hint, "kind", "warning")


def _is_module(connector: Connector) -> bool:
    """Whether a connector has weights to train: tokens that are added to a vocabulary have none of their own."""
    return connector.family.value not in (None, "discrete-units", "none")


_CHANGE = [State.ABSENT, State.FROZEN, State.LORA, State.PARTLY, State.TRAINED]
"""What training can do to a part, least first."""
_UNCHANGED = {State.ABSENT, State.FROZEN}


_LOWEST_RATE, _HIGHEST_RATE = 0.2, 100
"""Percent; a rate outside this range is possible, but more often it is a fraction or lacks its decimal point."""


def _rate_findings(path: tuple[str | int, ...], result: Result) -> Iterator[Finding]:
    """Warn of a rate that no system reaches: it was probably written in another unit."""
    rate = result.value.value
    if rate and rate.number < _LOWEST_RATE:
        message = f"an error rate of {rate} % is lower than any published one"
        percent = Amount(round(rate.number * 100, 4))
        hint = f"rates are percentages: if {rate} is a fraction, write {percent}"
        hint = hint if rate.number else "remove the entry if the source has no number"
        yield Finding((*path, "value"), message, hint, "result", "warning")
    if rate and rate.number > _HIGHEST_RATE:
        message = f"an error rate of {rate} % is more than one error per word"
        yield Finding((*path, "value"), message, "check the decimal point", "result", "warning")


def _result_findings(path: tuple[str | int, ...], result: Result, vocabularies: Vocabularies) -> Iterator[Finding]:
    if result.as_of is None:
        yield Finding(path, "a result without `as_of`", "add the date of the table, or the day you read it", "result")
    if result.run_by is None:
        words = ", ".join(Runner)
        yield Finding(path, "a result without `run_by`", f"add who ran the test: {words}", "result")
    yield from _rate_findings(path, result)
    entry = vocabularies.get(TestSetEntry.vocabulary, {}).get(result.test_set)
    if not isinstance(entry, TestSetEntry):
        return
    splits = list(entry.splits)
    if (splits or result.split) and result.split not in splits:
        message = f"{entry.name} has no split {result.split!r}" if result.split else f"{entry.name} needs a split"
        hint = f"{guess(result.split, splits)}splits: {', '.join(splits) or 'none'}; data/test-sets.yml lists them"
        yield Finding((*path, "split"), message, hint, "result")
    if entry.metric is Metric.CER and result.metric is Metric.WER:
        hint = "write `metric: CER`, and `printed: WER` if the table says so"
        yield Finding((*path, "metric"), f"{entry.name} is scored in characters", hint, "result")

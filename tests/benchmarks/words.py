"""Texts of generated records, to be combined by chance."""

from __future__ import annotations

SYLLABLES = tuple(f"{onset}{vowel}" for onset in ("k", "l", "z", "m", "r", "s", "v", "t") for vowel in ("a", "o", "u"))
SUFFIXES = ("-Audio", "-ASR", "-LLM", " Speech", "", "-Omni", " Voice", "", "-1.5", "-2", " Listener")
PLACES = ("Table", "Table", "Section", "Section", "Figure", "appendix", "page", "README line")
SHORTENED = ("stacked", "averaged", "convolved with stride", "merged by a CTC output", "read by 64 queries")
HARDWARE = ("A100 80GB", "H100", "V100 32GB", "A800 for two days", "H800, 40,000 steps", "Ascend 910B")
LANGUAGES = (
    *("English", "Mandarin", "Cantonese", "German", "French", "Spanish", "Italian", "Portuguese", "Dutch", "Polish"),
    *("Russian", "Hindi", "Arabic", "Japanese", "Korean", "Vietnamese", "Thai", "Indonesian", "Turkish", "Swedish"),
)
FORENAMES = (
    *("Ada", "Wei", "Maria", "Jun", "Elena", "Rahul", "Fatima", "Lars", "Mei", "Omar", "Ines", "Viktor", "Yuki"),
    *("Xin", "Amara", "Noah", "Sofia", "Tariq", "Hana", "Ming", "Clara", "Andrei", "Ling", "Marta", "Kofi", "Jia"),
)
SURNAMES = (
    *("Chen", "Müller", "Rossi", "Tanaka", "Singh", "Ivanov", "Santos", "Kim", "Nguyen", "Larsen", "Haddad", "Okafor"),
    *("Zhang", "Novak", "Dubois", "Sato", "Patel", "Moreau", "Silva", "Park", "Tran", "Berg", "Aziz", "Mensah", "Wang"),
)
TITLE = (
    (
        *("Scaling", "Aligning", "Bridging", "Adapting", "Simplifying", "Unifying", "Revisiting", "Probing", "Pruning"),
        *("Compressing", "Prompting", "Distilling", "Conditioning", "Tuning", "Fusing", "Reading", "Steering"),
    ),
    (
        *(
            "frozen",
            "multilingual",
            "instruction-tuned",
            "streaming",
            "compact",
            "self-supervised",
            "layered",
            "sparse",
        ),
        *("open", "pretrained", "hierarchical", "decoder-only", "low-rank", "noisy", "retrieved", "temporal"),
    ),
    (
        *("speech encoders", "audio tokens", "language models", "connectors", "soft prompts", "adapters", "projectors"),
        *("acoustic features", "transcripts", "experts", "attention maps", "codecs", "embeddings", "phonemes"),
    ),
    (
        *(
            "for robust",
            "for long-form",
            "for low-resource",
            "for contextual",
            "towards universal",
            "for code-switched",
        ),
        *("beyond read", "for simultaneous", "for far-field", "for dialectal", "towards human-like", "for medical"),
    ),
    (
        *("speech recognition", "transcription", "dictation", "meeting transcription", "spoken dialogue", "captioning"),
        *("voice search", "lectures", "telephone speech", "singing", "child speech", "broadcast news", "subtitles"),
    ),
    (
        *("with few parameters", "without paired data", "at scale", "in many languages", "from synthetic speech"),
        *("in noise", "by chain of thought", "with one linear layer", "on a phone", "under domain shift"),
    ),
)
NOTE = (
    ("The table", "The text", "The README", "A footnote", "The appendix", "The model card", "Figure 2", "The code"),
    ("counts", "leaves out", "rounds", "repeats", "contradicts", "names only", "also mentions", "does not explain"),
    ("the embeddings", "the first stage", "the public part", "the smaller size", "the adapters", "the English half"),
    ("of the second version", "of the released checkpoint", "in the ablation", "beside the total", "for comparison"),
)

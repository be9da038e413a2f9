import pytest

from catalog.importing import original_table
from catalog.importing.corrections import Agreement, compare_with_original
from catalog.rules import load
from catalog.values import short


@pytest.fixture(scope="module")
def comparisons(here):
    catalogue = load(here)
    original = original_table(catalogue)
    return {(found.row.slug, found.column.path): found for found in compare_with_original(catalogue, original)}


KNOWN = """
fun-asr released                                 | open        | 2025-09-15     | third version
qwen-audio connector.family                      | corrected   | linear         | One linear layer
audio-flamingo paper.arxiv                       | completed   | 2402.01831     | leaves empty
fathullah-prompting-llm-asr method               | corrected   | not reported   | first author
fathullah-prompting-llm-asr training.encoder     | corrected   | trained        | question mark
qwen-audio training.llm                          | depends on the variant | frozen | Qwen-Audio-Chat trains
fireredasr-llm hours.asr                         | open        | ~70K           | the sum of the two
salmonn llm_input                                | settled     | continuous     | settles
speechverse asr_only                             | confirmed   | no             |
slam-asr ranking                                 | unconfirmed | 5              | does not say what the column means
speechverse connector.family                     | corrected   | conv           | no activation
audio-flamingo-3 training.encoder                | completed   | trained        | stages
"""


@pytest.mark.parametrize("line", KNOWN.strip().splitlines())
def test_the_known_disagreements_are_found_with_their_reason(comparisons, line):
    field, verdict, now, why = (part.strip() for part in line.split("|"))
    found = comparisons[tuple(field.split())]
    shown = found.fact.blank or found.column.type.short(found.fact.value)
    assert (found.verdict, shown) == (verdict, now)
    assert why in found.why


def test_a_link_in_doubt_is_corrected_and_kept(comparisons):
    found = comparisons["fun-asr", "code.repository"]
    assert found.cell.source.text == "[Code ?](https://github.com/modelscope/FunASR)"
    assert (found.verdict, found.fact.value) == (Agreement.CORRECTED, "https://github.com/FunAudioLLM/Fun-ASR")
    assert (found.rival.value, found.rival.certain) == ("https://github.com/modelscope/FunASR", False)


def test_unlabelled_audio_is_not_taken_for_transcribed_speech(comparisons):
    found = comparisons["seed-asr", "hours.asr"]
    assert found.verdict is Agreement.CORRECTED
    assert short(found.rival.value) == "≥ 7.7M"
    assert "unlabelled" in found.rival.note
    hours = [model.facts.hours.encoder.value for model in found.record.counted_models]
    assert 7_700_000 in [amount.number for amount in hours if amount]


def test_every_cell_that_feeds_a_field_is_compared(comparisons):
    assert len(comparisons) == 14 * 16 - 1  # one connector cell says what the connector is not
    assert {found.verdict for found in comparisons.values()} == set(Agreement)


def test_institutes_left_out_are_completed(comparisons):
    found = comparisons["macaw-llm", "institutes"]
    assert found.verdict is Agreement.COMPLETED
    assert set(found.claim.value) < set(found.fact.value)


TABLE = """| Name | LLM training |
| - | - |
| Hearsay | frozen |
| Read | frozen |
| Split | frozen |
| Twins | frozen |
| Tuned | frozen |
"""
MAPPING = "name: Name\ncolumns:\n  LLM training: training.llm\n"
OTHERWISE = "{value: trained, source: paper, where: Section 2, verified: %s}"
RECORDS = {
    "hearsay": f"training: {{llm: {OTHERWISE % 'secondary'}}}\n",
    "read": f"training: {{llm: {OTHERWISE % 'derived'}}}\n",
    "split": "variants:\n"
    "  - {name: base, training: {llm: {value: frozen, source: paper, where: Section 1, verified: primary}}}\n"
    f"  - {{name: chat, training: {{llm: {OTHERWISE % 'primary'}}}}}\n",
    "twins": "training: {llm: {value: frozen, source: paper, where: Section 1, verified: primary}}\n"
    "variants:\n  - {name: base}\n"
    f"  - {{name: twin, scope: {{value: sibling, note: Other.}}, training: {{llm: {OTHERWISE % 'primary'}}}}}\n",
    "tuned": f"training: {{llm: {OTHERWISE % 'primary'}}}\nvariants: [{{name: small}}, {{name: large}}]\n",
}


def test_hearsay_corrects_nothing_and_one_of_two_models_may_be_as_the_original_says(small_survey):
    (small_survey.data / "original-table.md").write_text(TABLE, encoding="utf-8")
    (small_survey.data / "original-table.mapping.yml").write_text(MAPPING, encoding="utf-8")
    for number, (slug, text) in enumerate(RECORDS.items()):
        head = f"slug: {slug}\nname: {slug.capitalize()}\nsources: {{paper: 'https://example.org/{number}'}}\n"
        (small_survey.data / "systems" / f"{slug}.yml").write_text(head + text, encoding="utf-8")
    catalogue = load(small_survey)
    found = compare_with_original(catalogue, original_table(catalogue))
    assert {line.row.slug: line.verdict for line in found} == {
        "hearsay": Agreement.OPEN,
        "read": Agreement.CORRECTED,
        "split": Agreement.VARIES,
        "twins": Agreement.CONFIRMED,
        "tuned": Agreement.CORRECTED,
    }

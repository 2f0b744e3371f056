"""Makes tiny models with random weights, in the environment that has torch."""

import sys
from pathlib import Path

import torch
from gliner import GLiNER, GLiNERConfig
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertForTokenClassification, BertModel, PreTrainedTokenizerFast

LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def tokenizer() -> PreTrainedTokenizerFast:
    """Word pieces of single letters, so that every text can be read."""
    words = [*SPECIAL, *LETTERS, *(f"##{letter}" for letter in LETTERS), ".", ","]
    raw = Tokenizer(
        models.WordPiece({word: at for at, word in enumerate(words)}, unk_token="[UNK]")
    )
    raw.normalizer = normalizers.BertNormalizer(lowercase=True)
    raw.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    raw.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    named = dict(zip(("pad", "unk", "cls", "sep", "mask"), SPECIAL, strict=True))
    return PreTrainedTokenizerFast(
        tokenizer_object=raw, model_max_length=64, **{f"{k}_token": v for k, v in named.items()}
    )


def config(**more: object) -> BertConfig:
    """As small as a BERT can be."""
    return BertConfig(
        vocab_size=len(SPECIAL) + 2 * len(LETTERS) + 2, hidden_size=16, num_hidden_layers=1,
        num_attention_heads=2, intermediate_size=16, max_position_embeddings=64, **more,
    )  # fmt: skip


def classifier(place: Path) -> None:
    """Every token that begins with `z` is a person, whatever the random weights say."""
    names = dict(enumerate(LABELS))
    model = BertForTokenClassification(
        config(id2label=names, label2id={label: at for at, label in names.items()})
    )
    letter = len(SPECIAL) + LETTERS.index("z")
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
        norm = model.bert.embeddings.LayerNorm
        norm.weight.fill_(1.0)
        for layer in model.bert.encoder.layer:
            layer.attention.output.LayerNorm.weight.fill_(1.0)
            layer.output.LayerNorm.weight.fill_(1.0)
        for at in (letter, letter + len(LETTERS)):  # `z` and `##z`
            model.bert.embeddings.word_embeddings.weight[at, 0] = 9.0
        model.classifier.bias[0] = 2.0
        model.classifier.weight[1, 0] = 5.0
    model.save_pretrained(place)
    tokenizer().save_pretrained(place)


def gliner(place: Path) -> None:
    """A GLiNER with random weights: what it finds means nothing, where it finds it does."""
    backbone = place / "backbone"
    BertModel(config()).save_pretrained(backbone)
    tokenizer().save_pretrained(backbone)
    made = GLiNERConfig(
        model_name=str(backbone), max_len=48, max_width=4, hidden_size=16, dropout=0.0,
        encoder_config=config().to_dict(),
    )  # fmt: skip
    torch.manual_seed(7)
    model = GLiNER.from_config(made) if hasattr(GLiNER, "from_config") else GLiNER(made)
    model.save_pretrained(place)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    for make in (classifier, gliner):
        make(target / make.__name__)

"""What is sealed opens unchanged, for its own context, and for nobody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from moodtracker.core.vault import VaultError, seal, unseal

PHOTO = b"\xff\xd8 a photo of \xed\x95\x98\xeb\x82\x98"


def test_what_is_sealed_opens() -> None:
    assert unseal(seal(PHOTO, context=b"entry 7 photo"), context=b"entry 7 photo") == PHOTO


def test_sealed_bytes_do_not_show_the_photo_and_differ_each_time() -> None:
    first, second = (seal(PHOTO, context=b"x") for _ in range(2))
    assert PHOTO not in first
    assert first != second


def test_another_context_does_not_open_it() -> None:
    with pytest.raises(VaultError, match="belongs elsewhere"):
        unseal(seal(PHOTO, context=b"entry 7 photo"), context=b"entry 8 photo")


@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_a_single_changed_bit_is_noticed(place: int, bit: int) -> None:
    sealed = bytearray(seal(PHOTO, context=b"x"))
    sealed[place % len(sealed)] ^= 1 << bit
    with pytest.raises(VaultError):
        unseal(bytes(sealed), context=b"x")


@pytest.mark.parametrize("length", [0, 3, 10, 34])
def test_a_cut_blob_is_refused(length: int) -> None:
    with pytest.raises(VaultError):
        unseal(seal(PHOTO, context=b"x")[:length], context=b"x")


def test_an_old_key_still_opens_and_a_new_one_seals(settings: Settings) -> None:
    old, new = b"o" * 32, b"n" * 32
    settings.MOODTRACKER_VAULT_KEYS = (old,)
    sealed = seal(PHOTO, context=b"x")
    settings.MOODTRACKER_VAULT_KEYS = (new, old)
    assert unseal(sealed, context=b"x") == PHOTO
    fresh = seal(PHOTO, context=b"x")
    settings.MOODTRACKER_VAULT_KEYS = (old,)
    with pytest.raises(VaultError, match="none of the 1 keys"):
        unseal(fresh, context=b"x")


def test_without_a_key_the_sentence_says_where_keys_come_from(settings: Settings) -> None:
    settings.MOODTRACKER_VAULT_KEYS = ()
    with pytest.raises(VaultError, match="moodtracker serve"):
        seal(PHOTO, context=b"x")

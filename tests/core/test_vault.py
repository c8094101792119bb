"""What is sealed opens unchanged, for its own context, and for nobody else."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django import Settings

from moodtracker.core.vault import (
    VaultError,
    is_personal,
    person_key_destroy,
    person_keys_rewrap,
    seal,
    seal_for,
    unseal,
)

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


def test_a_persons_blob_opens_and_names_whose_it_is(data_folder: Path) -> None:
    sealed = seal_for(7, PHOTO, context=b"x")
    assert sealed[:11] == b"MV2" + (7).to_bytes(8, "big")
    assert is_personal(sealed)
    assert not is_personal(seal(PHOTO, context=b"x"))
    assert unseal(sealed, context=b"x") == PHOTO
    with pytest.raises(VaultError, match="belongs elsewhere"):
        unseal(sealed, context=b"y")
    (key,) = (data_folder / "keys").iterdir()
    assert key.name == "7.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert key.parent.stat().st_mode & 0o077 == 0


def test_one_person_has_one_key_and_two_have_two(data_folder: Path) -> None:
    first, second, other = (seal_for(person, PHOTO, context=b"x") for person in (7, 7, 8))
    assert first[:15] == second[:15]
    assert first[11:15] != other[11:15]
    assert len(list((data_folder / "keys").iterdir())) == 2


def test_a_blob_moved_to_another_person_does_not_open() -> None:
    seal_for(8, PHOTO, context=b"x")
    sealed = bytearray(seal_for(7, PHOTO, context=b"x"))
    sealed[10] = 8
    with pytest.raises(VaultError):
        unseal(bytes(sealed), context=b"x")


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_a_changed_bit_of_a_persons_blob_is_noticed(place: int, bit: int) -> None:
    sealed = bytearray(seal_for(7, PHOTO, context=b"x"))
    sealed[place % len(sealed)] ^= 1 << bit
    with pytest.raises(VaultError):
        unseal(bytes(sealed), context=b"x")


def test_with_the_key_destroyed_no_copy_opens_and_a_new_key_opens_no_old_blob() -> None:
    sealed, others = seal_for(7, PHOTO, context=b"x"), seal_for(8, PHOTO, context=b"x")
    assert person_key_destroy(7)
    with pytest.raises(VaultError, match="destroyed"):
        unseal(sealed, context=b"x")
    assert unseal(others, context=b"x") == PHOTO
    fresh = seal_for(7, PHOTO, context=b"x")
    assert unseal(fresh, context=b"x") == PHOTO
    with pytest.raises(VaultError, match="destroyed"):
        unseal(sealed, context=b"x")
    assert not person_key_destroy(9)


def test_a_key_file_is_worth_nothing_for_another_person_or_without_the_vault_key(
    data_folder: Path, settings: Settings
) -> None:
    sealed = seal_for(7, PHOTO, context=b"x")
    file = data_folder / "keys" / "7.key"
    file.with_name("8.key").write_bytes(file.read_bytes())
    with pytest.raises(VaultError, match="belongs elsewhere"):
        seal_for(8, PHOTO, context=b"x")
    settings.MOODTRACKER_VAULT_KEYS = (b"z" * 32,)
    with pytest.raises(VaultError, match="none of the 1 keys"):
        unseal(sealed, context=b"x")


def test_after_rewrapping_the_old_vault_key_can_go(settings: Settings) -> None:
    old, new = b"o" * 32, b"n" * 32
    settings.MOODTRACKER_VAULT_KEYS = (old,)
    sealed = seal_for(7, PHOTO, context=b"x")
    settings.MOODTRACKER_VAULT_KEYS = (new, old)
    assert (person_keys_rewrap(), person_keys_rewrap()) == (1, 0)
    settings.MOODTRACKER_VAULT_KEYS = (new,)
    assert unseal(sealed, context=b"x") == PHOTO


def test_many_threads_make_one_key(data_folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        blobs = list(pool.map(lambda _: seal_for(7, PHOTO, context=b"x"), range(24)))
    assert len({blob[:15] for blob in blobs}) == 1
    assert [path.name for path in (data_folder / "keys").iterdir()] == ["7.key"]


def test_a_disk_that_refuses_a_key_leaves_nothing(
    data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", refuse)
        with pytest.raises(OSError, match="No space"):
            seal_for(7, PHOTO, context=b"x")
    assert list((data_folder / "keys").iterdir()) == []
    assert unseal(seal_for(7, PHOTO, context=b"x"), context=b"x") == PHOTO

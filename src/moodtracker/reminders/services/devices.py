"""The browsers that agreed to show notifications."""

import uuid
from datetime import datetime

from django.db import transaction

from moodtracker.accounts.models import User
from moodtracker.core.vault import VaultError, seal, unseal
from moodtracker.reminders.errors import SubscriptionError, TooManyDevicesError
from moodtracker.reminders.models import NAME_MAX_LENGTH, PushDevice
from moodtracker.reminders.push import BadSubscriptionError, Subscription

DEVICE_LIMIT = 10


def device_add(
    *,
    owner: User,
    endpoint: str,
    p256dh: str,
    auth: str,
    key_id: str,
    name: str,
    now: datetime,
    replaces: str = "",
) -> PushDevice:
    """Remember a browser's subscription; the same endpoint is the same device, whoever had it.

    A browser that somebody else used before belongs to who asks now: only that browser knows
    its endpoint. `replaces` is the endpoint that the browser had before, whose row and name are
    taken over. Raises SubscriptionError or TooManyDevicesError.
    """
    try:
        subscription = Subscription.checked(endpoint=endpoint, p256dh=p256dh, auth=auth)
        former = Subscription(replaces, "", "").endpoint_hash if replaces else ""
    except BadSubscriptionError as error:
        raise SubscriptionError from error
    with transaction.atomic():
        User.objects.select_for_update().get(pk=owner.pk)
        known = PushDevice.objects.filter(endpoint_hash=subscription.endpoint_hash).first()
        if known is not None and known.owner_id != owner.pk:
            known.delete()
            known = None
        device = known or PushDevice.objects.filter(owner=owner, endpoint_hash=former).first()
        if device is None:
            if PushDevice.objects.filter(owner=owner).count() >= DEVICE_LIMIT:
                raise TooManyDevicesError(DEVICE_LIMIT)
            device = PushDevice(owner=owner, name=name.strip()[:NAME_MAX_LENGTH], created_at=now)
        device.endpoint_hash = subscription.endpoint_hash
        device.sealed = seal(subscription.to_bytes(), context=_context(device))
        device.key_id = key_id
        device.trouble = ""
        device.save()
    return device


def device_remove(*, owner: User, device_id: uuid.UUID) -> None:
    """Forget a device; nothing is sent to it any more. Raises `PushDevice.DoesNotExist`."""
    deleted, _rows = PushDevice.objects.filter(owner=owner, id=device_id).delete()
    if not deleted:
        raise PushDevice.DoesNotExist


def device_rename(*, owner: User, device_id: uuid.UUID, name: str) -> None:
    """Call a device by another name. Raises `PushDevice.DoesNotExist`."""
    if not PushDevice.objects.filter(owner=owner, id=device_id).update(name=name):
        raise PushDevice.DoesNotExist


def device_subscription(device: PushDevice) -> Subscription | None:
    """Where the device listens; None once that is gone, or sealed under a key that is."""
    if not device.sealed:
        return None
    try:
        return Subscription.from_bytes(unseal(bytes(device.sealed), context=_context(device)))
    except VaultError:
        return None


def _context(device: PushDevice) -> bytes:
    return b"push subscription " + device.id.bytes

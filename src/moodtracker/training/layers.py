"""Layers that every backbone shares."""

from typing import Any

import keras
from keras import ops


@keras.saving.register_keras_serializable("moodtracker")
class FusedBatchNormalization(keras.layers.BatchNormalization):
    """Batch normalisation that uses torch's fused kernel while training on that backend.

    Same result and same weights as Keras's own. Keras builds the training step of this layer
    from single operations, which took half of an epoch on a CPU (`docs/experiments.md`).
    """

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        if keras.backend.backend() != "torch" or not training or not self.trainable:
            return super().call(inputs, training=training, mask=mask)
        from torch.nn import functional

        last = self.axis in (-1, len(inputs.shape) - 1)
        normalised = functional.batch_norm(
            inputs.movedim(-1, 1) if last else inputs,
            self.moving_mean.value,
            self.moving_variance.value,
            self.gamma.value,
            self.beta.value,
            training=True,
            momentum=1 - self.momentum,
            eps=self.epsilon,
        )
        return normalised.movedim(1, -1) if last else normalised


@keras.saving.register_keras_serializable("moodtracker")
class GreyStandardised(keras.layers.Layer):
    """RGB or grey crops, 0…255 → one grey channel, mean 0 and deviation 1 in each crop.

    Grey by ITU-R BT.601. The deviation is floored at 8 of 255, so that an empty crop is not
    blown up to noise. Always in float32: the sums are too large for bfloat16.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "dtype": "float32", "autocast": False})

    def call(self, inputs: Any) -> Any:
        pixels = ops.cast(inputs, "float32")
        if inputs.shape[-1] == 3:
            weights = ops.convert_to_tensor([0.299, 0.587, 0.114], dtype="float32")
            pixels = ops.sum(pixels * weights, axis=-1, keepdims=True)
        middle = ops.mean(pixels, axis=(1, 2, 3), keepdims=True)
        spread = ops.sqrt(ops.mean(ops.square(pixels - middle), axis=(1, 2, 3), keepdims=True))
        return (pixels - middle) / ops.maximum(spread, 8.0)

    def get_config(self) -> dict[str, Any]:
        return {"name": self.name}


@keras.saving.register_keras_serializable("moodtracker")
class Scaled(keras.layers.Layer):
    """Crops, 0…255, RGB or grey → three channels in the scale that a network expects.

    `mode` is "tf" (-1…1), "caffe" (BGR less ImageNet's mean) or "standard" (each crop with mean 0
    and deviation 1, the deviation floored at 8 of 255). With `grey` colours are dropped first.
    """

    def __init__(self, mode: str, *, grey: bool = False, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "dtype": "float32", "autocast": False})
        self.mode = mode
        self.grey = grey

    def call(self, inputs: Any) -> Any:
        pixels = ops.cast(inputs, "float32")
        if self.grey and inputs.shape[-1] == 3:
            weights = ops.convert_to_tensor([0.299, 0.587, 0.114], dtype="float32")
            pixels = ops.sum(pixels * weights, axis=-1, keepdims=True)
        if pixels.shape[-1] == 1:
            pixels = ops.concatenate([pixels] * 3, axis=-1)
        if self.mode == "tf":
            return pixels / 127.5 - 1.0
        if self.mode == "caffe":
            return ops.flip(pixels, axis=-1) - ops.convert_to_tensor(
                [103.939, 116.779, 123.68], dtype="float32"
            )
        middle = ops.mean(pixels, axis=(1, 2, 3), keepdims=True)
        spread = ops.sqrt(ops.mean(ops.square(pixels - middle), axis=(1, 2, 3), keepdims=True))
        return (pixels - middle) / ops.maximum(spread, 8.0)

    def get_config(self) -> dict[str, Any]:
        return {"name": self.name, "mode": self.mode, "grey": self.grey}


@keras.saving.register_keras_serializable("moodtracker")
class PositionHead(keras.layers.Layer):
    """Global average pooling and one dense layer, kept apart by position.

    [N, h, w, C] → per-position evidence [N, h, w, classes] without the bias, and logits
    [N, classes], which are its mean plus the bias. By linearity the logits equal pooling first
    and the dense layer after, and the evidence is the class activation map (Zhou et al., 2016):
    clipped below at 0 and divided by h·w it is Grad-CAM (Selvaraju et al., 2017) of that class.
    """

    def __init__(self, classes: int, dropout: float = 0.0, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "dtype": "float32", "autocast": False})
        self.classes = classes
        self.rate = dropout
        self.dropout = keras.layers.SpatialDropout2D(dropout, dtype="float32")

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        self.kernel = self.add_weight(
            shape=(input_shape[-1], self.classes), initializer="glorot_uniform", name="kernel"
        )
        self.bias = self.add_weight(shape=(self.classes,), initializer="zeros", name="bias")

    def call(self, inputs: Any, training: bool | None = None) -> tuple[Any, Any]:
        features = self.dropout(ops.cast(inputs, "float32"), training=training)
        evidence = ops.matmul(features, self.kernel)
        return evidence, ops.mean(evidence, axis=(1, 2)) + self.bias

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "classes": self.classes, "dropout": self.rate}

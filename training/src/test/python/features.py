"""Features of VGG networks by PyTorch: what LossNetworkFeaturesTest compares with.

Run with Debian's python3-torch and python3-h5py, from the training folder:

    python3 src/test/python/features.py [vgg19.npz]

It writes src/test/resources/networks/features.csv and two small HDF5 files in Keras' layout, of the
names in its published files and of those it writes today. Weights and picture follow from a formula,
so that Java makes the same ones. With an npz of published VGG-19 weights, features of those follow.
"""
import csv
import os
import sys

import h5py
import numpy as np
import torch
import torch.nn.functional as F

FOLDER = os.path.join(os.path.dirname(__file__), "..", "resources", "networks")
STAGES = {"vgg16": [2, 2, 3, 3, 3], "vgg19": [2, 2, 4, 4, 4]}
WIDTHS = [2, 3, 4, 5, 6]
LAYERS = ["relu1_1", "relu1_2", "relu2_2", "relu3_3", "relu4_2", "relu5_1"]
PLACES = 5


def spread(count, seed):
    """Numbers from -0.5 to 0.5, the same in every language: a hash of the index."""
    index = np.arange(count, dtype=np.uint64) + np.uint64(seed * 7919)
    return ((index * np.uint64(2654435761)) % np.uint64(1 << 32)) / float(1 << 32) - 0.5


def tiny(stages):
    """Weights [out, in, 3, 3] and biases of a network a few channels wide."""
    weights, before, seed = {}, 3, 0
    for stage, layers in enumerate(stages):
        for layer in range(layers):
            width, seed = WIDTHS[stage], seed + 1
            name = f"conv{stage + 1}_{layer + 1}"
            kernel = spread(width * before * 9, seed) * np.sqrt(24 / (9 * before))
            weights[name + ".weight"] = kernel.astype(np.float32).reshape(width, before, 3, 3)
            weights[name + ".bias"] = (spread(width, seed + 100) + 0.5).astype(np.float32)
            before = width
    return weights


def picture(height, width):
    """RGB [1, H, W, 3] from 0 to 255."""
    y, x, c = np.mgrid[0:height, 0:width, 0:3]
    return ((7 * x + 13 * y + 31 * c + x * y) % 256).astype(np.float32)[None]


def features(weights, stages, pooling, rgb):
    bgr = rgb[..., ::-1] - np.array([103.939, 116.779, 123.68], np.float32)
    x = torch.from_numpy(np.ascontiguousarray(bgr.transpose(0, 3, 1, 2)))
    found = {}
    for stage, layers in enumerate(stages):
        if stage > 0:
            x = (F.max_pool2d if pooling == "max" else F.avg_pool2d)(x, 2)
        for layer in range(layers):
            name = f"{stage + 1}_{layer + 1}"
            if f"conv{name}.weight" not in weights:
                return found
            kernel = torch.from_numpy(weights[f"conv{name}.weight"])
            x = F.relu(F.conv2d(x, kernel, torch.from_numpy(weights[f"conv{name}.bias"]), padding=1))
            found["relu" + name] = x.permute(0, 2, 3, 1).contiguous().numpy()
    return found


def rows(label, weights, stages, rgb):
    for pooling in ("max", "average"):
        for layer, values in features(weights, stages, pooling, rgb).items():
            if layer in LAYERS:
                flat = values.astype(np.float64).ravel()
                places = [(k * flat.size) // PLACES + 1 for k in range(PLACES)]
                yield [
                    label, pooling, layer, "x".join(map(str, values.shape)),
                    repr(flat.mean()), repr(np.sqrt((flat**2).mean())),
                    *(repr(flat[place]) for place in places),
                ]


def keras(name, weights, arrays):
    with h5py.File(os.path.join(FOLDER, name), "w") as file:
        for conv in sorted(key[4:7] for key in weights if key.endswith("weight")):
            layer = f"block{conv[0]}_conv{conv[2]}"
            kernel = weights[f"conv{conv}.weight"].transpose(2, 3, 1, 0)
            for path, values in zip(arrays(layer), (kernel, weights[f"conv{conv}.bias"])):
                file[path] = np.ascontiguousarray(values)


def main():
    os.makedirs(FOLDER, exist_ok=True)
    with open(os.path.join(FOLDER, "features.csv"), "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        for network, stages in STAGES.items():
            out.writerows(rows(network, tiny(stages), stages, picture(37, 50)))
        for path in sys.argv[1:]:
            published = dict(np.load(path))
            out.writerows(rows("published", published, STAGES["vgg19"], picture(64, 48)))
    weights = tiny(STAGES["vgg16"])
    published = lambda l: (f"{l}/{l}_W_1:0", f"{l}/{l}_b_1:0")
    keras("keras-published-names.h5", weights, published)
    keras("keras-new-names.h5", weights, lambda l: (f"{l}/{l}/kernel:0", f"{l}/{l}/bias:0"))


main()

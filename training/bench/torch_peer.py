"""The work of a training iteration in PyTorch, to be timed beside the same work on ND4J.

Run by `allaprima bench training`, once for each configuration: the configuration is the arguments;
then each line `run N` on the standard input runs N iterations and prints their seconds, and `end`
prints the peak of the resident memory in MiB. Weights and pictures are random: no time hangs on
them.
"""
import argparse
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

STAGES = {"vgg16": (2, 2, 3, 3, 3), "vgg19": (2, 2, 4, 4, 4)}


def convolution(inputs, outputs, side, stride=1, border="zeros"):
    return nn.Conv2d(
        inputs, outputs, side, stride, side // 2, bias=False, padding_mode=border)


class Vgg(nn.Module):
    """Up to the last wanted layer; weights do not learn."""

    def __init__(self, name, last):
        super().__init__()
        self.layers = nn.ModuleDict()
        inputs = 3
        for stage, count in enumerate(STAGES[name], 1):
            for layer in range(1, count + 1):
                outputs = min(512, 32 << stage)
                self.layers[f"relu{stage}_{layer}"] = nn.Conv2d(inputs, outputs, 3, padding=1)
                inputs = outputs
                if f"relu{stage}_{layer}" == last:
                    self.requires_grad_(False)
                    return

    def forward(self, x, wanted):
        found = {}
        for name, layer in self.layers.items():
            if name.endswith("_1") and name != "relu1_1":
                x = F.max_pool2d(x, 2)
            x = F.relu(layer(x))
            if name in wanted:
                found[name] = x
                if len(found) == len(wanted):
                    break
        return found


class Residual(nn.Module):
    def __init__(self, width, norm, border="zeros"):
        super().__init__()
        self.first, self.one = convolution(width, width, 3, 1, border), norm(width)
        self.second, self.two = convolution(width, width, 3, 1, border), norm(width)

    def forward(self, x, style):
        inner = F.relu(self.one(self.first(x), style))
        return x + self.two(self.second(inner), style)


class ConditionalNorm(nn.Module):
    """Instance normalisation with scales and shifts mixed by the style (Dumoulin et al. 2017)."""

    def __init__(self, channels, styles):
        super().__init__()
        self.scale = nn.Parameter(torch.ones(styles, channels))
        self.shift = nn.Parameter(torch.zeros(styles, channels))

    def forward(self, x, style):
        scale, shift = (style @ self.scale)[:, :, None, None], (style @ self.shift)[:, :, None, None]
        return F.instance_norm(x) * scale + shift


class Johnson(nn.Module):
    """The network of Johnson et al. 2016 as `JohnsonNetwork` has it by default."""

    def __init__(self, width, blocks, styles):
        super().__init__()
        norm = lambda channels: ConditionalNorm(channels, styles)
        self.convolutions = nn.ModuleList(
            [convolution(3, width, 9), convolution(width, 2 * width, 3, 2),
             convolution(2 * width, 4 * width, 3, 2)])
        self.norms = nn.ModuleList([norm(width), norm(2 * width), norm(4 * width)])
        self.blocks = nn.ModuleList([Residual(4 * width, norm) for _ in range(blocks)])
        self.up = nn.ModuleList([convolution(4 * width, 2 * width, 3), convolution(2 * width, width, 3)])
        self.up_norms = nn.ModuleList([norm(2 * width), norm(width)])
        self.last = nn.Conv2d(width, 3, 9, padding=4)

    def forward(self, x, style):
        for convolve, norm in zip(self.convolutions, self.norms):
            x = F.relu(norm(convolve(x), style))
        for block in self.blocks:
            x = block(x, style)
        for convolve, norm in zip(self.up, self.up_norms):
            x = F.relu(norm(convolve(F.interpolate(x, scale_factor=2)), style))
        return 127.5 * (1 + torch.tanh(self.last(x)))


class Gallery(nn.Module):
    """`GalleryNetwork`: planes folded by 4, residual blocks at an eighth, a head at half the size."""

    def __init__(self, stem, width, blocks, styles):
        super().__init__()
        norm = lambda channels: ConditionalNorm(channels, styles)
        fine = stem // 2
        self.to_planes, self.to_rgb = nn.Conv2d(48, 24, 1), nn.Conv2d(6, 12, 1)
        self.to_planes.requires_grad_(False)
        self.to_rgb.requires_grad_(False)
        self.stem, self.stem_norm = convolution(28, stem, 3, 1, "replicate"), norm(stem)
        self.down, self.down_norm = convolution(stem, width, 3, 2, "replicate"), norm(width)
        self.blocks = nn.ModuleList([Residual(width, norm, "replicate") for _ in range(blocks)])
        self.up, self.up_norm = convolution(width, stem, 3), norm(stem)
        self.hidden, self.hidden_norm = convolution(stem, stem, 3), norm(stem)
        self.fine, self.fine_norm = convolution(stem, fine, 3), norm(fine)
        self.head = nn.Conv2d(fine, 6, 3, padding=1)

    def forward(self, x, style):
        x = self.to_planes(F.pixel_unshuffle(x, 4)) / 64 - 2
        x = torch.cat([x, torch.randn(x.shape[0], 4, *x.shape[2:])], 1)
        detail = F.relu(self.stem_norm(self.stem(x), style))
        x = F.relu(self.down_norm(self.down(detail), style))
        for block in self.blocks:
            x = block(x, style)
        x = F.relu(self.up_norm(self.up(F.interpolate(x, scale_factor=2)), style))
        x = F.relu(self.hidden_norm(self.hidden(x + detail), style))
        x = F.relu(self.fine_norm(self.fine(F.interpolate(x, scale_factor=2)), style))
        return F.pixel_shuffle(self.to_rgb(64 * self.head(x) + 128), 2)


def gram(features):
    n, c, h, w = features.shape
    flat = features.reshape(n, c, h * w)
    return flat @ flat.transpose(1, 2) / (c * h * w)


class Loss:
    """Feature and style reconstruction at several scales, and total variation."""

    def __init__(self, options):
        self.content, self.styles, self.scales = options.content, options.style, options.scales
        self.variation = options.variation
        last = max(self.styles + [self.content])
        self.vgg = Vgg(options.loss_network, last)
        with torch.no_grad():
            painting = torch.rand(1, 3, options.crop, options.crop) * 255
            self.targets = [{n: gram(f) for n, f in features.items()}
                            for features in self.style_features(painting)]

    def style_features(self, x):
        for scale in range(self.scales):
            x = F.avg_pool2d(x, 2) if scale else x
            yield self.vgg(x, set(self.styles))

    def photo_features(self, photos):
        with torch.no_grad():
            return self.vgg(photos, {self.content})[self.content]

    def of(self, painted, target):
        total = 0
        x = painted
        for scale in range(self.scales):
            x = F.avg_pool2d(x, 2) if scale else x
            wanted = set(self.styles) | ({self.content} if scale == 0 else set())
            features = self.vgg(x, wanted)
            if scale == 0:
                total = total + F.mse_loss(features[self.content], target)
            for name in self.styles:
                difference = gram(features[name]) - self.targets[scale][name]
                total = total + (difference * difference).sum()
        if self.variation:
            across, down = painted.diff(dim=3), painted.diff(dim=2)
            total = total + ((across * across).sum() + (down * down).sum()) / painted.numel()
        return total


def network_step(options):
    seen = torch.rand(options.batch, 3, *[options.crop + 2 * options.context] * 2) * 255
    edge = options.context
    photos = seen[:, :, edge:edge + options.crop, edge:edge + options.crop].contiguous()
    style = torch.eye(options.styles)[torch.arange(options.batch) % options.styles]
    if options.network == "johnson":
        network = Johnson(options.width, options.blocks, options.styles)
    else:
        network = Gallery(options.stem, options.width, options.blocks, options.styles)
    loss = Loss(options)
    adam = torch.optim.Adam(network.parameters(), lr=1e-3)

    def step():
        painted = network(seen, style)[:, :, edge:edge + options.crop, edge:edge + options.crop]
        adam.zero_grad()
        loss.of(painted, loss.photo_features(photos)).backward()
        adam.step()

    return step


def picture_step(options):
    photo = torch.rand(1, 3, options.crop, options.crop) * 255
    loss = Loss(options)
    target = loss.photo_features(photo)
    picture = photo.clone().requires_grad_()
    adam = torch.optim.Adam([picture], lr=1.0)

    def step():
        adam.zero_grad()
        loss.of(picture, target).backward()
        adam.step()

    return step


def peak_mebibytes():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM:"))


def main():
    parser = argparse.ArgumentParser()
    for name in ("threads", "width", "stem", "blocks", "styles", "batch", "crop", "context", "scales"):
        parser.add_argument("--" + name, type=int, default=0)
    parser.add_argument("--variation", type=int, default=0)
    parser.add_argument("--network", choices=("johnson", "gallery", "none"))
    parser.add_argument("--loss-network", choices=STAGES)
    parser.add_argument("--content")
    parser.add_argument("--style", type=lambda names: names.split(","))
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    step = picture_step(options) if options.network == "none" else network_step(options)
    print("ready", torch.__version__, flush=True)
    for line in sys.stdin:
        words = line.split()
        if words[0] == "end":
            print(peak_mebibytes(), flush=True)
            return
        for _ in range(int(words[1])):
            start = time.perf_counter()
            step()
            print(time.perf_counter() - start, flush=True)


if __name__ == "__main__":
    main()

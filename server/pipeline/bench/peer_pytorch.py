"""Paints a clip with PyTorch: the peer that allaprima's file jobs are compared with."""

import numpy
import torch

import clip
import johnson

given = clip.arguments()
torch.set_num_threads(given.threads)


def load(width, height):
    network = johnson.torch_network(given.model)

    def paint(frame):
        # A copy: the frame is read only, and PyTorch wants to be able to write.
        image = torch.from_numpy(frame.copy()).permute(2, 0, 1).unsqueeze(0).float()
        with torch.inference_mode():
            styled = network(image).clamp_(0, 255).round_()[0].permute(1, 2, 0)
        return numpy.ascontiguousarray(styled.to(torch.uint8).numpy())

    return paint


clip.paint(given, load, torch.__version__)

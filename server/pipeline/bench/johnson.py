"""The network of Johnson, Alahi and Fei-Fei (2016) as PyTorch's examples train it, from its ONNX.

The exported graphs compute their own constants (paddings, scales) in ways that not every reader
follows, so the weights are taken out and the network is built anew, plainly: for ONNX Runtime and
OpenCV as ONNX, for PyTorch as calls.
"""

import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

# (kernel, stride, upsampled by 2 before, normalised); five residual blocks of two between.
DOWN = [(9, 1, False, True), (3, 2, False, True), (3, 2, False, True)]
BLOCKS = 5
UP = [(3, 1, True, True), (3, 1, True, True), (9, 1, False, False)]


def weights(path):
    """The convolutions' (weight, bias) and the normalisations' (scale, shift), in their order."""
    graph = onnx.load(path).graph
    named = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    convolutions = [n for n in graph.node if n.op_type == "Conv"]
    norms = [n for n in graph.node if n.op_type == "InstanceNormalization"]
    if len(convolutions) != 16 or len(norms) != 15:
        raise SystemExit(f"{path} has {len(convolutions)} convolutions and {len(norms)} instance "
                         "normalisations; this network has 16 and 15")
    return ([(named[n.input[1]], named[n.input[2]]) for n in convolutions],
            [(named[n.input[1]], named[n.input[2]]) for n in norms])


class Graph:
    """Nodes and constants of an ONNX graph in the making."""

    def __init__(self):
        self.nodes = []
        self.constants = []

    def constant(self, value):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(numpy.asarray(value), name))
        return name

    def add(self, operator, *inputs, outputs=None, **attributes):
        outputs = outputs or [f"t{len(self.nodes)}"]
        self.nodes.append(helper.make_node(operator, inputs, outputs, **attributes))
        return outputs[0]

    def model(self, inputs, outputs, opset=13):
        graph = helper.make_graph(self.nodes, "johnson", inputs, outputs, self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
        model.ir_version = 8
        onnx.checker.check_model(model)
        return model


def add_network(graph, path, image):
    """Adds the network: RGB [N,3,H,W], 0 to 255, in and out; returns the output, unclamped."""
    convolutions, norms = (iter(x) for x in weights(path))

    def layer(x, kernel, stride, upsampled, normalised):
        if upsampled:
            x = graph.add("Resize", x, "", graph.constant(numpy.float32([1, 1, 2, 2])),
                          mode="nearest", coordinate_transformation_mode="asymmetric",
                          nearest_mode="floor")
        p = kernel // 2
        x = graph.add("Pad", x, graph.constant(numpy.int64([0, 0, p, p, 0, 0, p, p])),
                      mode="reflect")
        weight, bias = next(convolutions)
        x = graph.add("Conv", x, graph.constant(weight), graph.constant(bias),
                      kernel_shape=[kernel, kernel], strides=[stride, stride])
        if normalised:
            scale, shift = next(norms)
            x = graph.add("InstanceNormalization", x, graph.constant(scale),
                          graph.constant(shift), epsilon=1e-5)
        return x

    x = image
    for plan in DOWN:
        x = graph.add("Relu", layer(x, *plan))
    for _ in range(BLOCKS):
        y = graph.add("Relu", layer(x, 3, 1, False, True))
        x = graph.add("Add", layer(y, 3, 1, False, True), x)
    for plan in UP[:-1]:
        x = graph.add("Relu", layer(x, *plan))
    return layer(x, *UP[-1])


def rgb_model(path, height, width):
    """The bare network for one picture of a fixed size, as OpenCV wants it."""
    graph = Graph()
    styled = add_network(graph, path, "image")
    shape = [1, 3, height, width]
    return graph.model(
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(styled, TensorProto.FLOAT, shape)])


# BT.601, limited range: R, G, B of Y - 16, U - 128, V - 128, and the way back.
TO_RGB = numpy.float64([[255 / 219, 0, 1.402 * 255 / 224],
                        [255 / 219, -0.344136 * 255 / 224, -0.714136 * 255 / 224],
                        [255 / 219, 1.772 * 255 / 224, 0]])
ZERO = numpy.float64([16, 128, 128])


def i420_model(path):
    """The network under the frame contract: planes in, painted planes out, any size."""
    graph = Graph()
    planes = [graph.add("Cast", name, to=TensorProto.FLOAT) for name in "yuv"]
    double = graph.constant(numpy.float32([1, 1, 2, 2]))
    for i in (1, 2):
        planes[i] = graph.add("Resize", planes[i], "", double, mode="nearest",
                              coordinate_transformation_mode="asymmetric", nearest_mode="floor")
    x = graph.add("Concat", *planes, axis=1)
    x = colours(graph, x, TO_RGB, -TO_RGB @ ZERO)
    x = add_network(graph, path, clamp(graph, x))
    x = colours(graph, clamp(graph, x), numpy.linalg.inv(TO_RGB), ZERO)
    luma = graph.add("Slice", x, *(graph.constant(numpy.int64([v])) for v in (0, 1, 1)))
    chroma = graph.add("Slice", x, *(graph.constant(numpy.int64([v])) for v in (1, 3, 1)))
    chroma = graph.add("AveragePool", chroma, kernel_shape=[2, 2], strides=[2, 2])
    u = graph.add("Slice", chroma, *(graph.constant(numpy.int64([v])) for v in (0, 1, 1)))
    v = graph.add("Slice", chroma, *(graph.constant(numpy.int64([v])) for v in (1, 2, 1)))
    for name, plane in (("y", luma), ("u", u), ("v", v)):
        rounded = graph.add("Round", clamp(graph, plane))
        graph.add("Cast", rounded, outputs=["painted_" + name], to=TensorProto.UINT8)

    def value(prefix, name):
        half = "" if name == "y" else "half_"
        shape = ["n", 1, half + "height", half + "width"]
        return helper.make_tensor_value_info(prefix + name, TensorProto.UINT8, shape)

    return graph.model([value("", n) for n in "yuv"], [value("painted_", n) for n in "yuv"])


def clamp(graph, x):
    return graph.add("Clip", x, graph.constant(numpy.float32(0)), graph.constant(numpy.float32(255)))


def colours(graph, x, matrix, offset):
    weight = matrix.astype(numpy.float32).reshape(3, 3, 1, 1)
    return graph.add("Conv", x, graph.constant(weight),
                     graph.constant(offset.astype(numpy.float32)))


def torch_network(path):
    """The network as a function of a torch tensor."""
    import torch
    import torch.nn.functional as f

    convolutions, norms = weights(path)
    convolutions = [tuple(map(torch.tensor, pair)) for pair in convolutions]
    norms = [tuple(map(torch.tensor, pair)) for pair in norms]

    def paint(image):
        c, n = iter(convolutions), iter(norms)

        def layer(x, kernel, stride, upsampled, normalised):
            if upsampled:
                x = f.interpolate(x, scale_factor=2, mode="nearest")
            x = f.conv2d(f.pad(x, [kernel // 2] * 4, mode="reflect"), *next(c), stride=stride)
            if normalised:
                scale, shift = next(n)
                x = f.instance_norm(x, weight=scale, bias=shift, eps=1e-5)
            return x

        x = image
        for plan in DOWN:
            x = f.relu(layer(x, *plan))
        for _ in range(BLOCKS):
            x = x + layer(f.relu(layer(x, 3, 1, False, True)), 3, 1, False, True)
        for plan in UP[:-1]:
            x = f.relu(layer(x, *plan))
        return layer(x, *UP[-1])

    return paint

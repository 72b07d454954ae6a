/**
 * The style catalogue: where training leaves a style and the server finds it.
 *
 * <p>A catalogue is a folder of styles, and of networks that styles share:
 *
 * <pre>
 * NAME/card.json             what the style is ({@link dev.allaprima.models.StyleCard})
 * NAME/preview.jpg           a picture that shows it
 * networks/NETWORK/          what paints several styles
 *   network.json             what the network is ({@link dev.allaprima.models.NetworkCard})
 *   model.onnx               its weights, under the frame contract below
 *   model-fp16.onnx          the same in other precisions, where they were made
 *   model-int8.onnx
 * </pre>
 *
 * A style that shares its network with no other holds the network's files in its own folder.
 *
 * <h2>The frame contract</h2>
 *
 * A model takes the planes {@code y} uint8 [N,1,H,W], {@code u} and {@code v} uint8 [N,1,H/2,W/2]
 * of I420 pictures (BT.601, limited range) and gives {@code painted_y}, {@code painted_u} and
 * {@code painted_v} of the same shapes. Normalisation, clamping and rounding are part of the graph.
 * H and W are multiples of the card's {@code sizeMultiple}; whoever runs the model pads and crops.
 *
 * <p>A network of S styles has one more input, {@code style} float32 [N,S]: for each picture the
 * weights that its styles are mixed by, which sum to 1. A network of one style may lack it. The
 * inputs and outputs are the same in every precision.
 */
package dev.allaprima.models;

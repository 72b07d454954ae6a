/**
 * The style catalogue: where training leaves a style and the server finds it.
 *
 * <p>A catalogue is a folder of folders, one a style, each holding
 *
 * <ul>
 *   <li>{@code model.onnx}, the painter's network under the frame contract below,
 *   <li>{@code card.json}, what the style is ({@link dev.allaprima.models.StyleCard}),
 *   <li>{@code preview.jpg}, a picture that shows it.
 * </ul>
 *
 * <h2>The frame contract</h2>
 *
 * A model takes the planes {@code y} uint8 [N,1,H,W], {@code u} and {@code v} uint8 [N,1,H/2,W/2]
 * of I420 pictures (BT.601, limited range) and gives {@code painted_y}, {@code painted_u} and
 * {@code painted_v} of the same shapes. Normalisation, clamping and rounding are part of the graph.
 * H and W are multiples of the card's {@code sizeMultiple}; whoever runs the model pads and crops.
 */
package dev.allaprima.models;

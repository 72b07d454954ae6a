package dev.allaprima.training.tape;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Every operation of the tape, by its signature: one without a check here fails the test. */
class GradientTest {
  private static final double TOLERANCE = 1e-6;

  private final GradientCheck numbers = new GradientCheck();
  private final Map<String, List<Runnable>> checks = new LinkedHashMap<>();

  GradientTest() {
    INDArray picture = values(2, 4, 6, 3);
    INDArray constant = values(2, 4, 6, 3);
    BiConsumer<INDArray, INDArray> nobody = (mean, variance) -> {};

    check(
        "convolution(Var,Var,Var)",
        (t, v) -> t.convolution(v.get(0), v.get(1), v.get(2)),
        picture,
        values(3, 3, 3, 4),
        values(4));
    for (int stride = 1; stride <= 2; stride++) {
      for (Padding padding : Padding.values()) {
        for (int side : new int[] {1, 3}) {
          int s = stride;
          check(
              "convolution(Var,Var,Var,int,Padding)",
              (t, v) -> t.convolution(v.get(0), v.get(1), null, s, padding),
              values(2, 6, 8, 2),
              values(side, side, 2, 3));
          INDArray kernel = values(side, side, 2, 3);
          check(
              "convolution(Var,Var,Var,int,Padding)",
              (t, v) -> t.convolution(v.get(0), t.constant(kernel), null, s, padding),
              values(2, 6, 8, 2));
        }
      }
    }
    Frozen frozen = Frozen.of(values(3, 3, 3, 5), values(5));
    check("convolution(Var,Frozen)", (t, v) -> t.convolution(v.get(0), frozen), picture);
    check(
        "fractional(Var,Var)",
        (t, v) -> t.fractional(v.get(0), v.get(1)),
        picture,
        values(3, 3, 3, 2));
    // Differences mean nothing across the kink.
    INDArray away = values(2, 4, 6, 3);
    away.addi(Transforms.sign(away, true).muli(0.1));
    check("relu(Var)", (t, v) -> t.relu(v.get(0)), away);
    check("relu(Var)", (t, v) -> t.relu(t.affine(v.get(0), 2, 0)), away);
    check("tanh(Var)", (t, v) -> t.tanh(v.get(0)), picture);
    check("add(Var,Var)", (t, v) -> t.add(v.get(0), v.get(1)), picture, constant);
    check("add(Var,Var)", (t, v) -> t.add(t.tanh(v.get(0)), t.affine(v.get(0), 3, 1)), picture);
    check("affine(Var,double,double)", (t, v) -> t.affine(v.get(0), -3, 2), picture);
    INDArray[] three = {picture, values(2, 3), values(2, 3)};
    check("scaleShift(Var,Var,Var)", (t, v) -> t.scaleShift(v.get(0), v.get(1), v.get(2)), three);
    check(
        "instanceNorm(Var,Var,Var,double)",
        (t, v) -> t.instanceNorm(v.get(0), v.get(1), v.get(2), 1e-5),
        three);
    check(
        "batchNorm(Var,Var,Var,double,BiConsumer)",
        (t, v) -> t.batchNorm(v.get(0), v.get(1), v.get(2), 1e-5, nobody),
        three);
    INDArray style = values(2, 3);
    check("mix(INDArray,Var)", (t, v) -> t.mix(style, v.get(0)), values(3, 5));
    check("upsample(Var)", (t, v) -> t.upsample(v.get(0)), picture);
    check("averagePool(Var)", (t, v) -> t.averagePool(v.get(0)), picture);
    check("averagePool(Var)", (t, v) -> t.averagePool(v.get(0)), values(1, 5, 7, 2));
    check("maxPool(Var)", (t, v) -> t.maxPool(v.get(0)), picture);
    check("maxPool(Var)", (t, v) -> t.maxPool(v.get(0)), values(1, 5, 7, 2));
    check("depthToSpace(Var,int)", (t, v) -> t.depthToSpace(v.get(0), 2), values(2, 3, 2, 8));
    check("spaceToDepth(Var,int)", (t, v) -> t.spaceToDepth(v.get(0), 2), picture);
    check("crop(Var,int)", (t, v) -> t.crop(v.get(0), 1), picture);
    check("window(Var,long,long,long,long)", (t, v) -> t.window(v.get(0), 1, 2, 3, 3), picture);
    check("concat(List)", Tape::concat, picture, values(2, 4, 6, 2));
    check("gram(Var)", (t, v) -> t.gram(v.get(0)), picture);
    check("repeatBorder(Var,long)", (t, v) -> t.repeatBorder(v.get(0), 2), picture);
    check("mean(Var)", (t, v) -> t.mean(v.get(0)), picture);
    check("inner(Var,INDArray)", (t, v) -> t.inner(v.get(0), constant), picture);
    check(
        "squaredDistance(Var,INDArray,double[])",
        (t, v) -> t.squaredDistance(v.get(0), constant, 0.3, 2),
        picture);
    INDArray shared = values(1, 4, 6, 3);
    check(
        "squaredDistance(Var,INDArray,double[])",
        (t, v) -> t.squaredDistance(v.get(0), shared, 0.7),
        picture);
    check(
        "squaredDistance(Var,Var,double)",
        (t, v) -> t.squaredDistance(v.get(0), v.get(1), 0.3),
        picture,
        constant);
    check("totalVariation(Var,double)", (t, v) -> t.totalVariation(v.get(0), 0.3), picture);
    check(
        "sum(List)",
        (t, v) -> t.sum(List.of(t.totalVariation(v.get(0), 1), t.inner(v.get(0), constant))),
        picture);
  }

  private INDArray values(long... shape) {
    return numbers.values(shape);
  }

  private void check(String operation, BiFunction<Tape, List<Var>, Var> f, INDArray... arguments) {
    checks
        .computeIfAbsent(operation, name -> new ArrayList<>())
        .add(() -> numbers.check(TOLERANCE, f, arguments));
  }

  @TestFactory
  Stream<DynamicTest> gradients() {
    return checks.entrySet().stream()
        .map(e -> DynamicTest.dynamicTest(e.getKey(), () -> e.getValue().forEach(Runnable::run)));
  }

  @Test
  void everyOperationIsChecked() {
    Set<String> leaves = Set.of("parameter(INDArray)", "constant(INDArray)");
    Set<String> operations =
        Arrays.stream(Tape.class.getDeclaredMethods())
            .filter(m -> Modifier.isPublic(m.getModifiers()) && m.getReturnType() == Var.class)
            .map(GradientTest::signature)
            .filter(signature -> !leaves.contains(signature))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(checks.keySet()).containsExactlyInAnyOrderElementsOf(operations);
  }

  private static String signature(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getSimpleName)
        .collect(Collectors.joining(",", method.getName() + "(", ")"));
  }
}

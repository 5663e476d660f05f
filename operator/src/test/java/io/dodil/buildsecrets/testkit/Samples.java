package io.dodil.buildsecrets.testkit;

import io.dodil.buildsecrets.model.ResourceId;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Every variant of a sealed type, made of plain values: each text is a word, each number 7. A new
/// kind of component has to be told how it looks, and so is looked at.
public final class Samples {

  private Samples() {}

  public static <T> Stream<T> of(Class<T> sealed) {
    return Stream.of(sealed.getPermittedSubclasses()).flatMap(Samples::variants).map(sealed::cast);
  }

  /// As many as the component with the most values has.
  private static Stream<Object> variants(Class<?> type) {
    if (type.isEnum()) {
      return Stream.of(type.getEnumConstants());
    }
    var components = Arrays.stream(type.getRecordComponents()).map(Samples::values).toList();
    int most = components.stream().mapToInt(List::size).max().orElse(1);
    return IntStream.range(0, most)
        .mapToObj(
            i ->
                make(
                    type,
                    components.stream().map(v -> v.get(Math.min(i, v.size() - 1))).toArray()));
  }

  private static List<?> values(RecordComponent component) {
    var type = component.getType();
    if (type.isEnum()) {
      return List.of(type.getEnumConstants());
    }
    if (type.isSealed()) {
      return of(type).toList();
    }
    return switch (component.getGenericType().getTypeName()) {
      case "java.lang.String" -> List.of("word");
      case "boolean" -> List.of(true, false);
      case "int" -> List.of(7, 1);
      case "long" -> List.of(7L, 1L << 20);
      case "java.util.Optional<java.lang.String>" -> List.of(Optional.of("word"), Optional.empty());
      case "java.util.Optional<java.lang.Integer>" -> List.of(Optional.of(7), Optional.empty());
      case "io.dodil.buildsecrets.model.ResourceId" -> List.of(new ResourceId("ns", "word", "uid"));
      case String other -> throw new AssertionError("may " + other + " be shown to anybody?");
    };
  }

  private static Object make(Class<?> type, Object... values) {
    try {
      var types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.getName(), e);
    }
  }
}

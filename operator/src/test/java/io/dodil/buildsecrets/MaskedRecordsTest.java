package io.dodil.buildsecrets;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.dodil.buildsecrets.model.Sensitive;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every record of the product that a secret can be in, printed with a secret in it.
class MaskedRecordsTest {

  private static final String CANARY = "canary-canary";
  private static final Map<Class<?>, Object> SAMPLES =
      Map.of(
          Sensitive.class,
          Sensitive.of(CANARY),
          String.class,
          "x",
          int.class,
          1,
          long.class,
          1L,
          boolean.class,
          true,
          Duration.class,
          Duration.ofSeconds(1),
          Instant.class,
          Instant.EPOCH,
          URI.class,
          URI.create("https://a.test"),
          Path.class,
          Path.of("x"));

  static Stream<Class<?>> records() {
    return new ClassFileImporter()
        .importUrl(Sensitive.class.getProtectionDomain().getCodeSource().getLocation()).stream()
            .filter(JavaClass::isRecord)
            .<Class<?>>map(JavaClass::reflect)
            .filter(MaskedRecordsTest::holdsSecrets);
  }

  private static boolean holdsSecrets(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getGenericType)
        .anyMatch(t -> t.getTypeName().contains(Sensitive.class.getName()));
  }

  @ParameterizedTest
  @MethodSource("records")
  void printsNoSecret(Class<?> type) throws ReflectiveOperationException {
    assertThat(sample(type)).isNotNull().asString().contains("***").doesNotContain("canary");
  }

  @Test
  void thereAreSome() {
    assertThat(records()).hasSizeGreaterThan(4);
  }

  private static @Nullable Object sample(Type type) throws ReflectiveOperationException {
    if (type instanceof ParameterizedType generic) {
      return container(generic);
    }
    var plain = (Class<?>) type;
    if (SAMPLES.containsKey(plain)) {
      return SAMPLES.get(plain);
    }
    if (plain.isEnum()) {
      return plain.getEnumConstants()[0];
    }
    if (plain.isSealed()) {
      return sample(plain.getPermittedSubclasses()[0]);
    }
    return plain.isRecord() ? record(plain) : null;
  }

  private static Object record(Class<?> type) throws ReflectiveOperationException {
    var components = type.getRecordComponents();
    var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    var values = new @Nullable Object[components.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = sample(components[i].getGenericType());
    }
    Constructor<?> canonical = type.getDeclaredConstructor(types);
    canonical.setAccessible(true);
    return canonical.newInstance(values);
  }

  private static @Nullable Object container(ParameterizedType type)
      throws ReflectiveOperationException {
    var arguments = type.getActualTypeArguments();
    var element = sample(arguments[arguments.length - 1]);
    if (element == null) {
      return null;
    }
    return switch (type.getRawType().getTypeName()) {
      case "java.util.Optional" -> Optional.of(element);
      case "java.util.List" -> List.of(element);
      case "java.util.Set" -> Set.of(element);
      default -> new TreeMap<>(Map.of("x", element));
    };
  }
}

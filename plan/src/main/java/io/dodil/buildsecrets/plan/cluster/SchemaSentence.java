package io.dodil.buildsecrets.plan.cluster;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.StatusCause;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Why the API server refuses a field, in words that are ours: a sentence of the schema's rules, if
/// it is one, else what kind of refusal it is. The API server's own text quotes the field's value.
final class SchemaSentence {

  private static final Set<String> RULES = rules(BuildSecretsSpec.class, new TreeSet<>());

  private SchemaSentence() {}

  static String of(StatusCause cause) {
    var message = String.valueOf(cause.getMessage());
    return RULES.stream()
        .filter(message::endsWith)
        .findFirst()
        .orElseGet(() -> kind(String.valueOf(cause.getReason())));
  }

  private static String kind(String reason) {
    return switch (reason) {
      case "FieldValueRequired" -> "is missing";
      case "FieldValueDuplicate" -> "is there twice";
      case "FieldValueTypeInvalid" -> "is of the wrong type";
      case "FieldValueTooLong" -> "is too long";
      case "FieldValueTooMany" -> "has too many items";
      case "FieldValueNotSupported" -> "is none of the values that are allowed";
      default -> "is not valid";
    };
  }

  private static Set<String> rules(Class<?> type, Set<String> into) {
    collect(type, into);
    for (var component : type.getRecordComponents()) {
      collect(field(type, component), into);
      nested(component.getGenericType()).forEach(t -> rules(t, into));
    }
    return into;
  }

  private static Stream<Class<?>> nested(Type type) {
    return switch (type) {
      case ParameterizedType list ->
          Arrays.stream(list.getActualTypeArguments()).flatMap(SchemaSentence::nested);
      case Class<?> c when c.isRecord() -> Stream.of(c);
      default -> Stream.empty();
    };
  }

  private static AnnotatedElement field(Class<?> type, RecordComponent component) {
    try {
      return type.getDeclaredField(component.getName());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("a record has a field for each component", e);
    }
  }

  private static void collect(AnnotatedElement element, Set<String> into) {
    for (var rule : element.getAnnotationsByType(ValidationRule.class)) {
      into.add(rule.message());
    }
  }
}

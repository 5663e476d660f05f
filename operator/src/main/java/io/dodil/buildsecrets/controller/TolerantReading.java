package io.dodil.buildsecrets.controller;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads resources that the schema of another version has let in. Jackson would throw, the watch
/// would end, and the process with it: one resource would stop all the others.
final class TolerantReading extends SimpleModule {

  private static final long serialVersionUID = 1L;

  @Override
  public void setupModule(SetupContext context) {
    super.setupModule(context);
    context.insertAnnotationIntrospector(new RequiredBySchema());
    context.addBeanDeserializerModifier(new ForBuildSecrets());
  }

  private static final class ForBuildSecrets extends BeanDeserializerModifier {

    private static final long serialVersionUID = 1L;

    @Override
    public JsonDeserializer<?> modifyDeserializer(
        DeserializationConfig config, BeanDescription type, JsonDeserializer<?> usual) {
      return type.getBeanClass() == BuildSecrets.class
          ? new BuildSecretsDeserializer(usual)
          : usual;
    }
  }

  /// What the schema requires is never null behind the reading, so that nobody has to ask.
  private static final class RequiredBySchema extends NopAnnotationIntrospector {

    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
      return isRequired(member) ? Boolean.TRUE : null;
    }

    @Override
    public JsonSetter.Value findSetterInfo(Annotated member) {
      return isRequired(member)
          ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
          : JsonSetter.Value.empty();
    }

    /// An absent list is an empty one.
    private static boolean isRequired(Annotated member) {
      return member.hasAnnotation(Required.class)
          && !List.class.isAssignableFrom(member.getRawType());
    }
  }
}

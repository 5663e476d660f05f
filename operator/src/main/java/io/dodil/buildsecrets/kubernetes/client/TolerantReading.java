package io.dodil.buildsecrets.kubernetes.client;

import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.RequiredBySchema;

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
}

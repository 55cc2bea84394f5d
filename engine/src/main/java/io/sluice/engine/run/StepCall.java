package io.sluice.engine.run;

import io.sluice.engine.template.Vars;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a module is given to send a lead.
 *
 * @param eventId of the recipient event to come, which a recipient may keep for feedback
 * @param step as defined
 * @param key under which later steps find the answer
 * @param variables what the step's mappings made, in their order; values may be typed, or null where mapped to null
 * @param vars everything known when the step began
 * @param caps those of the step whose rules passed
 * @param price the sale price by the step's own prices; 0 without
 * @param purchasePrice what the lead costs if it succeeds
 * @param timeoutSeconds 1 to 360
 */
public record StepCall(
    String leadId,
    String eventId,
    RecipientStep step,
    String moduleId,
    String key,
    Map<String, @Nullable Object> variables,
    Vars vars,
    List<Cap> caps,
    BigDecimal price,
    BigDecimal purchasePrice,
    int timeoutSeconds) {}

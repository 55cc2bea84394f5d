package io.sluice.server.crm.appointment;

import org.jspecify.annotations.Nullable;

/**
 * What is said of an appointment in {@code appointments_attributes}. What is absent stays as it is, or is as usual.
 *
 * @param id absent: a new one
 * @param location blank: none
 * @param userAccess whose it is; of a new one, otherwise that of the lead, else the writer's own
 */
public record WantedAppointment(
    @Nullable Long id,
    @Nullable String startsAt,
    @Nullable String endsAt,
    @Nullable String title,
    @Nullable String location,
    @Nullable String status,
    @Nullable Long userAccessId) {}

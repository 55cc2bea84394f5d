/** Files the CRM is given (avatars, files of leads): taken out of JSON, looked at, stored, served, forgotten. */
@NamedInterface("file")
@NullMarked
package io.sluice.server.crm.file;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;

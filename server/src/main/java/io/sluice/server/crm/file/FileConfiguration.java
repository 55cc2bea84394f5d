package io.sluice.server.crm.file;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FileConfiguration {

  /** New contents go to the first; those of before are read where they were put. */
  @Bean
  StoredFiles storedFiles(StoredFileStore store, DatabaseFileStore database, FileSettings settings, Clock clock) {
    List<FileStorage> storages = new ArrayList<>();
    settings.bucket().ifPresent(bucket -> storages.add(new BucketStorage(bucket, clock)));
    storages.add(database);
    return new StoredFiles(store, storages, clock);
  }
}

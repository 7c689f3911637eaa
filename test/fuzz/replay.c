/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * replay.c - runs a fuzz target over the files of folders, without libFuzzer: `replay FOLDER…`. Its
 * corpus, and every input that ever broke it, are ordinary tests this way.
 *
 * A folder may be missing (a target that never broke has no crashes); no file at all is a failure.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "fuzz.h"
#include "tool.h"

static void replay_file(const char *path)
{
    SCRATCH(a);
    str input = { 0 };
    if (tool_read(a, path, &input) != NULL) {
        fprintf(stderr, "%s cannot be read\n", path);
        exit(1);
    }
    check_doing(path);
    /* A copy of exactly this size, so that the address sanitizer sees a read past its end. */
    uint8_t *exact = malloc(input.n > 0 ? input.n : 1);
    ASSERT(exact != NULL);
    for (size_t i = 0; i < input.n; i++)
        exact[i] = (uint8_t)input.p[i];
    (void)LLVMFuzzerTestOneInput(exact, input.n);
    free(exact);
}

static size_t replay_folder(arena *a, const char *folder)
{
    size_t n = 0;
    DIR *files = opendir(folder);
    if (files == NULL)
        return 0;
    for (const struct dirent *f = readdir(files); f != NULL; f = readdir(files)) {
        const char *path = str_c(a, str_format(a, "%s/%s", folder, f->d_name));
        struct stat is;
        if (stat(path, &is) != 0 || !S_ISREG(is.st_mode))
            continue;
        replay_file(path);
        n++;
    }
    closedir(files);
    return n;
}

int main(int n, char **arguments)
{
    SCRATCH(a);
    size_t done = 0;
    for (int i = 1; i < n; i++)
        done += replay_folder(a, arguments[i]);
    printf("%zu inputs\n", done);
    return done > 0 ? 0 : 1;
}

/*
 * A file system with one file, "stat", whose reading stalls: mounts it at argv[1], answers the first
 * argv[2] reads with the text on standard input, and no later one. Ends, and with it the stall, when
 * it is killed. Speaks the kernel's protocol itself (fuse(4), include/uapi/linux/fuse.h).
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_NODE 2

static int fuse;
static char text[64 << 10];
static int length;

static void reply(struct fuse_in_header *to, int error, const void *body, size_t size) {
  static char out[(64 << 10) + sizeof(struct fuse_out_header)];
  struct fuse_out_header head = {sizeof head + size, -error, to->unique};
  memcpy(out, &head, sizeof head);
  memcpy(out + sizeof head, body, size);
  if (write(fuse, out, head.len) < 0 && errno != ENOENT) perror("write");
}

static struct fuse_attr attributes(long node) {
  struct fuse_attr a = {.ino = node, .nlink = 1, .blksize = 4096};
  a.mode = node == FUSE_ROOT_ID ? S_IFDIR | 0755 : S_IFREG | 0444;
  return a;
}

int main(int argc, char **argv) {
  char options[100], in[64 << 10];
  int reads = argc > 2 ? atoi(argv[2]) : 0;
  length = fread(text, 1, sizeof text, stdin);
  fuse = open("/dev/fuse", O_RDWR | O_CLOEXEC);
  snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0", fuse);
  if (fuse < 0 || argc < 2 || mount("stalling", argv[1], "fuse", MS_NOSUID | MS_NODEV, options)) {
    perror("mount");
    return 1;
  }
  puts("mounted");
  fflush(stdout);
  while (read(fuse, in, sizeof in) > 0) {
    struct fuse_in_header *head = (void *)in;
    void *body = head + 1;
    switch (head->opcode) {
      case FUSE_INIT: {
        struct fuse_init_out out = {
            .major = FUSE_KERNEL_VERSION, .minor = FUSE_KERNEL_MINOR_VERSION, .max_write = 4096};
        reply(head, 0, &out, sizeof out);
        break;
      }
      case FUSE_LOOKUP: {
        struct fuse_entry_out out = {.nodeid = FILE_NODE, .attr = attributes(FILE_NODE)};
        int known = strcmp(body, "stat") == 0;
        reply(head, known ? 0 : ENOENT, &out, known ? sizeof out : 0);
        break;
      }
      case FUSE_GETATTR: {
        struct fuse_attr_out out = {.attr = attributes(head->nodeid)};
        reply(head, 0, &out, sizeof out);
        break;
      }
      case FUSE_OPEN:
      case FUSE_OPENDIR: {
        struct fuse_open_out out = {.open_flags = FOPEN_DIRECT_IO};
        reply(head, 0, &out, sizeof out);
        break;
      }
      case FUSE_READ: {
        struct fuse_read_in *wanted = body;
        long left = length - (long)wanted->offset;
        long size = left < 0 ? 0 : left < wanted->size ? left : wanted->size;
        if (reads > 0) reply(head, 0, text + wanted->offset, size);
        reads -= left <= 0 || size == left;
        break;
      }
      case FUSE_RELEASE:
        reply(head, 0, NULL, 0);
        break;
      case FUSE_FORGET:
      case FUSE_BATCH_FORGET:
      case FUSE_INTERRUPT:
        break;
      default:
        reply(head, ENOSYS, NULL, 0);
    }
  }
  return 0;
}

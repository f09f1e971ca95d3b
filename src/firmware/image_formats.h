/* SPDX-License-Identifier: Apache-2.0 */
/* The list of image formats. To add one: a line here. */
IMAGE_FORMAT(uimage)
IMAGE_FORMAT(gzip)
IMAGE_FORMAT(xz)
IMAGE_FORMAT(lzma)
IMAGE_FORMAT(bzip2)
IMAGE_FORMAT(zstd)
IMAGE_FORMAT(lz4)
IMAGE_FORMAT(squashfs)
IMAGE_FORMAT(jffs2)
IMAGE_FORMAT(cpio)

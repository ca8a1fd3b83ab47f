/* Linked into the program where the address sanitizer looks for leaks: ncurses keeps what it has
 * learned of the terminal until the end. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libtinfo\nleak:libncurses\n";
}

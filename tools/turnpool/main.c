#include <stdio.h>

int main(void)
{
    puts("turnpool " TP_VERSION);
    return 0;
}

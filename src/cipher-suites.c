/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cipher-suites.h"

#include "tls-names.h"

#include <stdlib.h>
#include <string.h>

const cipher_suite_row_t cipher_suite_rows[] = {
    {0x0000, "TLS_NULL_WITH_NULL_NULL"                       },
    {0x0001, "TLS_RSA_WITH_NULL_MD5"                         },
    {0x0002, "TLS_RSA_WITH_NULL_SHA"                         },
    {0x0003, "TLS_RSA_EXPORT_WITH_RC4_40_MD5"                },
    {0x0004, "TLS_RSA_WITH_RC4_128_MD5"                      },
    {0x0005, "TLS_RSA_WITH_RC4_128_SHA"                      },
    {0x0006, "TLS_RSA_EXPORT_WITH_RC2_CBC_40_MD5"            },
    {0x0007, "TLS_RSA_WITH_IDEA_CBC_SHA"                     },
    {0x0008, "TLS_RSA_EXPORT_WITH_DES40_CBC_SHA"             },
    {0x0009, "TLS_RSA_WITH_DES_CBC_SHA"                      },
    {0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA"                 },
    {0x000b, "TLS_DH_DSS_EXPORT_WITH_DES40_CBC_SHA"          },
    {0x000c, "TLS_DH_DSS_WITH_DES_CBC_SHA"                   },
    {0x000d, "TLS_DH_DSS_WITH_3DES_EDE_CBC_SHA"              },
    {0x000e, "TLS_DH_RSA_EXPORT_WITH_DES40_CBC_SHA"          },
    {0x000f, "TLS_DH_RSA_WITH_DES_CBC_SHA"                   },
    {0x0010, "TLS_DH_RSA_WITH_3DES_EDE_CBC_SHA"              },
    {0x0011, "TLS_DHE_DSS_EXPORT_WITH_DES40_CBC_SHA"         },
    {0x0012, "TLS_DHE_DSS_WITH_DES_CBC_SHA"                  },
    {0x0013, "TLS_DHE_DSS_WITH_3DES_EDE_CBC_SHA"             },
    {0x0014, "TLS_DHE_RSA_EXPORT_WITH_DES40_CBC_SHA"         },
    {0x0015, "TLS_DHE_RSA_WITH_DES_CBC_SHA"                  },
    {0x0016, "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA"             },
    {0x0017, "TLS_DH_anon_EXPORT_WITH_RC4_40_MD5"            },
    {0x0018, "TLS_DH_anon_WITH_RC4_128_MD5"                  },
    {0x0019, "TLS_DH_anon_EXPORT_WITH_DES40_CBC_SHA"         },
    {0x001a, "TLS_DH_anon_WITH_DES_CBC_SHA"                  },
    {0x001b, "TLS_DH_anon_WITH_3DES_EDE_CBC_SHA"             },
    {0x001c, "SSL_FORTEZZA_KEA_WITH_NULL_SHA"                },
    {0x001d, "SSL_FORTEZZA_KEA_WITH_FORTEZZA_CBC_SHA"        },
    {0x001e, "TLS_KRB5_WITH_DES_CBC_SHA"                     },
    {0x001f, "TLS_KRB5_WITH_3DES_EDE_CBC_SHA"                },
    {0x0020, "TLS_KRB5_WITH_RC4_128_SHA"                     },
    {0x0021, "TLS_KRB5_WITH_IDEA_CBC_SHA"                    },
    {0x0022, "TLS_KRB5_WITH_DES_CBC_MD5"                     },
    {0x0023, "TLS_KRB5_WITH_3DES_EDE_CBC_MD5"                },
    {0x0024, "TLS_KRB5_WITH_RC4_128_MD5"                     },
    {0x0025, "TLS_KRB5_WITH_IDEA_CBC_MD5"                    },
    {0x0026, "TLS_KRB5_EXPORT_WITH_DES_CBC_40_SHA"           },
    {0x0027, "TLS_KRB5_EXPORT_WITH_RC2_CBC_40_SHA"           },
    {0x0028, "TLS_KRB5_EXPORT_WITH_RC4_40_SHA"               },
    {0x0029, "TLS_KRB5_EXPORT_WITH_DES_CBC_40_MD5"           },
    {0x002a, "TLS_KRB5_EXPORT_WITH_RC2_CBC_40_MD5"           },
    {0x002b, "TLS_KRB5_EXPORT_WITH_RC4_40_MD5"               },
    {0x002c, "TLS_PSK_WITH_NULL_SHA"                         },
    {0x002d, "TLS_DHE_PSK_WITH_NULL_SHA"                     },
    {0x002e, "TLS_RSA_PSK_WITH_NULL_SHA"                     },
    {0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA"                  },
    {0x0030, "TLS_DH_DSS_WITH_AES_128_CBC_SHA"               },
    {0x0031, "TLS_DH_RSA_WITH_AES_128_CBC_SHA"               },
    {0x0032, "TLS_DHE_DSS_WITH_AES_128_CBC_SHA"              },
    {0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA"              },
    {0x0034, "TLS_DH_anon_WITH_AES_128_CBC_SHA"              },
    {0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA"                  },
    {0x0036, "TLS_DH_DSS_WITH_AES_256_CBC_SHA"               },
    {0x0037, "TLS_DH_RSA_WITH_AES_256_CBC_SHA"               },
    {0x0038, "TLS_DHE_DSS_WITH_AES_256_CBC_SHA"              },
    {0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA"              },
    {0x003a, "TLS_DH_anon_WITH_AES_256_CBC_SHA"              },
    {0x003b, "TLS_RSA_WITH_NULL_SHA256"                      },
    {0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256"               },
    {0x003d, "TLS_RSA_WITH_AES_256_CBC_SHA256"               },
    {0x003e, "TLS_DH_DSS_WITH_AES_128_CBC_SHA256"            },
    {0x003f, "TLS_DH_RSA_WITH_AES_128_CBC_SHA256"            },
    {0x0040, "TLS_DHE_DSS_WITH_AES_128_CBC_SHA256"           },
    {0x0041, "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA"             },
    {0x0042, "TLS_DH_DSS_WITH_CAMELLIA_128_CBC_SHA"          },
    {0x0043, "TLS_DH_RSA_WITH_CAMELLIA_128_CBC_SHA"          },
    {0x0044, "TLS_DHE_DSS_WITH_CAMELLIA_128_CBC_SHA"         },
    {0x0045, "TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA"         },
    {0x0046, "TLS_DH_anon_WITH_CAMELLIA_128_CBC_SHA"         },
    {0x0060, "TLS_RSA_EXPORT1024_WITH_RC4_56_MD5"            },
    {0x0061, "TLS_RSA_EXPORT1024_WITH_RC2_CBC_56_MD5"        },
    {0x0062, "TLS_RSA_EXPORT1024_WITH_DES_CBC_SHA"           },
    {0x0063, "TLS_DHE_DSS_EXPORT1024_WITH_DES_CBC_SHA"       },
    {0x0064, "TLS_RSA_EXPORT1024_WITH_RC4_56_SHA"            },
    {0x0065, "TLS_DHE_DSS_EXPORT1024_WITH_RC4_56_SHA"        },
    {0x0066, "TLS_DHE_DSS_WITH_RC4_128_SHA"                  },
    {0x0067, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256"           },
    {0x0068, "TLS_DH_DSS_WITH_AES_256_CBC_SHA256"            },
    {0x0069, "TLS_DH_RSA_WITH_AES_256_CBC_SHA256"            },
    {0x006a, "TLS_DHE_DSS_WITH_AES_256_CBC_SHA256"           },
    {0x006b, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256"           },
    {0x006c, "TLS_DH_anon_WITH_AES_128_CBC_SHA256"           },
    {0x006d, "TLS_DH_anon_WITH_AES_256_CBC_SHA256"           },
    {0x006e, "TLS_ASCONAEAD128_ASCONHASH256"                 },
    {0x006f, "TLS_ASCONAEAD128_SHA256"                       },
    {0x0070, "TLS_AES_128_GCM_ASCONHASH256"                  },
    {0x0071, "TLS_AES_128_CCM_ASCONHASH256"                  },
    {0x0080, "TLS_GOSTR341094_WITH_28147_CNT_IMIT"           },
    {0x0081, "TLS_GOSTR341001_WITH_28147_CNT_IMIT"           },
    {0x0082, "TLS_GOSTR341094_WITH_NULL_GOSTR3411"           },
    {0x0083, "TLS_GOSTR341001_WITH_NULL_GOSTR3411"           },
    {0x0084, "TLS_RSA_WITH_CAMELLIA_256_CBC_SHA"             },
    {0x0085, "TLS_DH_DSS_WITH_CAMELLIA_256_CBC_SHA"          },
    {0x0086, "TLS_DH_RSA_WITH_CAMELLIA_256_CBC_SHA"          },
    {0x0087, "TLS_DHE_DSS_WITH_CAMELLIA_256_CBC_SHA"         },
    {0x0088, "TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA"         },
    {0x0089, "TLS_DH_anon_WITH_CAMELLIA_256_CBC_SHA"         },
    {0x008a, "TLS_PSK_WITH_RC4_128_SHA"                      },
    {0x008b, "TLS_PSK_WITH_3DES_EDE_CBC_SHA"                 },
    {0x008c, "TLS_PSK_WITH_AES_128_CBC_SHA"                  },
    {0x008d, "TLS_PSK_WITH_AES_256_CBC_SHA"                  },
    {0x008e, "TLS_DHE_PSK_WITH_RC4_128_SHA"                  },
    {0x008f, "TLS_DHE_PSK_WITH_3DES_EDE_CBC_SHA"             },
    {0x0090, "TLS_DHE_PSK_WITH_AES_128_CBC_SHA"              },
    {0x0091, "TLS_DHE_PSK_WITH_AES_256_CBC_SHA"              },
    {0x0092, "TLS_RSA_PSK_WITH_RC4_128_SHA"                  },
    {0x0093, "TLS_RSA_PSK_WITH_3DES_EDE_CBC_SHA"             },
    {0x0094, "TLS_RSA_PSK_WITH_AES_128_CBC_SHA"              },
    {0x0095, "TLS_RSA_PSK_WITH_AES_256_CBC_SHA"              },
    {0x0096, "TLS_RSA_WITH_SEED_CBC_SHA"                     },
    {0x0097, "TLS_DH_DSS_WITH_SEED_CBC_SHA"                  },
    {0x0098, "TLS_DH_RSA_WITH_SEED_CBC_SHA"                  },
    {0x0099, "TLS_DHE_DSS_WITH_SEED_CBC_SHA"                 },
    {0x009a, "TLS_DHE_RSA_WITH_SEED_CBC_SHA"                 },
    {0x009b, "TLS_DH_anon_WITH_SEED_CBC_SHA"                 },
    {0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256"               },
    {0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384"               },
    {0x009e, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"           },
    {0x009f, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"           },
    {0x00a0, "TLS_DH_RSA_WITH_AES_128_GCM_SHA256"            },
    {0x00a1, "TLS_DH_RSA_WITH_AES_256_GCM_SHA384"            },
    {0x00a2, "TLS_DHE_DSS_WITH_AES_128_GCM_SHA256"           },
    {0x00a3, "TLS_DHE_DSS_WITH_AES_256_GCM_SHA384"           },
    {0x00a4, "TLS_DH_DSS_WITH_AES_128_GCM_SHA256"            },
    {0x00a5, "TLS_DH_DSS_WITH_AES_256_GCM_SHA384"            },
    {0x00a6, "TLS_DH_anon_WITH_AES_128_GCM_SHA256"           },
    {0x00a7, "TLS_DH_anon_WITH_AES_256_GCM_SHA384"           },
    {0x00a8, "TLS_PSK_WITH_AES_128_GCM_SHA256"               },
    {0x00a9, "TLS_PSK_WITH_AES_256_GCM_SHA384"               },
    {0x00aa, "TLS_DHE_PSK_WITH_AES_128_GCM_SHA256"           },
    {0x00ab, "TLS_DHE_PSK_WITH_AES_256_GCM_SHA384"           },
    {0x00ac, "TLS_RSA_PSK_WITH_AES_128_GCM_SHA256"           },
    {0x00ad, "TLS_RSA_PSK_WITH_AES_256_GCM_SHA384"           },
    {0x00ae, "TLS_PSK_WITH_AES_128_CBC_SHA256"               },
    {0x00af, "TLS_PSK_WITH_AES_256_CBC_SHA384"               },
    {0x00b0, "TLS_PSK_WITH_NULL_SHA256"                      },
    {0x00b1, "TLS_PSK_WITH_NULL_SHA384"                      },
    {0x00b2, "TLS_DHE_PSK_WITH_AES_128_CBC_SHA256"           },
    {0x00b3, "TLS_DHE_PSK_WITH_AES_256_CBC_SHA384"           },
    {0x00b4, "TLS_DHE_PSK_WITH_NULL_SHA256"                  },
    {0x00b5, "TLS_DHE_PSK_WITH_NULL_SHA384"                  },
    {0x00b6, "TLS_RSA_PSK_WITH_AES_128_CBC_SHA256"           },
    {0x00b7, "TLS_RSA_PSK_WITH_AES_256_CBC_SHA384"           },
    {0x00b8, "TLS_RSA_PSK_WITH_NULL_SHA256"                  },
    {0x00b9, "TLS_RSA_PSK_WITH_NULL_SHA384"                  },
    {0x00ba, "TLS_RSA_WITH_CAMELLIA_128_CBC_SHA256"          },
    {0x00bb, "TLS_DH_DSS_WITH_CAMELLIA_128_CBC_SHA256"       },
    {0x00bc, "TLS_DH_RSA_WITH_CAMELLIA_128_CBC_SHA256"       },
    {0x00bd, "TLS_DHE_DSS_WITH_CAMELLIA_128_CBC_SHA256"      },
    {0x00be, "TLS_DHE_RSA_WITH_CAMELLIA_128_CBC_SHA256"      },
    {0x00bf, "TLS_DH_anon_WITH_CAMELLIA_128_CBC_SHA256"      },
    {0x00c0, "TLS_RSA_WITH_CAMELLIA_256_CBC_SHA256"          },
    {0x00c1, "TLS_DH_DSS_WITH_CAMELLIA_256_CBC_SHA256"       },
    {0x00c2, "TLS_DH_RSA_WITH_CAMELLIA_256_CBC_SHA256"       },
    {0x00c3, "TLS_DHE_DSS_WITH_CAMELLIA_256_CBC_SHA256"      },
    {0x00c4, "TLS_DHE_RSA_WITH_CAMELLIA_256_CBC_SHA256"      },
    {0x00c5, "TLS_DH_anon_WITH_CAMELLIA_256_CBC_SHA256"      },
    {0x00c6, "TLS_SM4_GCM_SM3"                               },
    {0x00c7, "TLS_SM4_CCM_SM3"                               },
    {0x00ff, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"             },
    {0x1301, "TLS_AES_128_GCM_SHA256"                        },
    {0x1302, "TLS_AES_256_GCM_SHA384"                        },
    {0x1303, "TLS_CHACHA20_POLY1305_SHA256"                  },
    {0x1304, "TLS_AES_128_CCM_SHA256"                        },
    {0x1305, "TLS_AES_128_CCM_8_SHA256"                      },
    {0x1306, "TLS_AEGIS_256_SHA512"                          },
    {0x1307, "TLS_AEGIS_128L_SHA256"                         },
    {0x16b7, "TLS_CECPQ1_RSA_WITH_CHACHA20_POLY1305_SHA256"  },
    {0x16b8, "TLS_CECPQ1_ECDSA_WITH_CHACHA20_POLY1305_SHA256"},
    {0x16b9, "TLS_CECPQ1_RSA_WITH_AES_256_GCM_SHA384"        },
    {0x16ba, "TLS_CECPQ1_ECDSA_WITH_AES_256_GCM_SHA384"      },
    {0x5600, "TLS_FALLBACK_SCSV"                             },
    {0xc001, "TLS_ECDH_ECDSA_WITH_NULL_SHA"                  },
    {0xc002, "TLS_ECDH_ECDSA_WITH_RC4_128_SHA"               },
    {0xc003, "TLS_ECDH_ECDSA_WITH_3DES_EDE_CBC_SHA"          },
    {0xc004, "TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA"           },
    {0xc005, "TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA"           },
    {0xc006, "TLS_ECDHE_ECDSA_WITH_NULL_SHA"                 },
    {0xc007, "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA"              },
    {0xc008, "TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA"         },
    {0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"          },
    {0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"          },
    {0xc00b, "TLS_ECDH_RSA_WITH_NULL_SHA"                    },
    {0xc00c, "TLS_ECDH_RSA_WITH_RC4_128_SHA"                 },
    {0xc00d, "TLS_ECDH_RSA_WITH_3DES_EDE_CBC_SHA"            },
    {0xc00e, "TLS_ECDH_RSA_WITH_AES_128_CBC_SHA"             },
    {0xc00f, "TLS_ECDH_RSA_WITH_AES_256_CBC_SHA"             },
    {0xc010, "TLS_ECDHE_RSA_WITH_NULL_SHA"                   },
    {0xc011, "TLS_ECDHE_RSA_WITH_RC4_128_SHA"                },
    {0xc012, "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA"           },
    {0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"            },
    {0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"            },
    {0xc015, "TLS_ECDH_anon_WITH_NULL_SHA"                   },
    {0xc016, "TLS_ECDH_anon_WITH_RC4_128_SHA"                },
    {0xc017, "TLS_ECDH_anon_WITH_3DES_EDE_CBC_SHA"           },
    {0xc018, "TLS_ECDH_anon_WITH_AES_128_CBC_SHA"            },
    {0xc019, "TLS_ECDH_anon_WITH_AES_256_CBC_SHA"            },
    {0xc01a, "TLS_SRP_SHA_WITH_3DES_EDE_CBC_SHA"             },
    {0xc01b, "TLS_SRP_SHA_RSA_WITH_3DES_EDE_CBC_SHA"         },
    {0xc01c, "TLS_SRP_SHA_DSS_WITH_3DES_EDE_CBC_SHA"         },
    {0xc01d, "TLS_SRP_SHA_WITH_AES_128_CBC_SHA"              },
    {0xc01e, "TLS_SRP_SHA_RSA_WITH_AES_128_CBC_SHA"          },
    {0xc01f, "TLS_SRP_SHA_DSS_WITH_AES_128_CBC_SHA"          },
    {0xc020, "TLS_SRP_SHA_WITH_AES_256_CBC_SHA"              },
    {0xc021, "TLS_SRP_SHA_RSA_WITH_AES_256_CBC_SHA"          },
    {0xc022, "TLS_SRP_SHA_DSS_WITH_AES_256_CBC_SHA"          },
    {0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"       },
    {0xc024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"       },
    {0xc025, "TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA256"        },
    {0xc026, "TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA384"        },
    {0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"         },
    {0xc028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"         },
    {0xc029, "TLS_ECDH_RSA_WITH_AES_128_CBC_SHA256"          },
    {0xc02a, "TLS_ECDH_RSA_WITH_AES_256_CBC_SHA384"          },
    {0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"       },
    {0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"       },
    {0xc02d, "TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256"        },
    {0xc02e, "TLS_ECDH_ECDSA_WITH_AES_256_GCM_SHA384"        },
    {0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"         },
    {0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"         },
    {0xc031, "TLS_ECDH_RSA_WITH_AES_128_GCM_SHA256"          },
    {0xc032, "TLS_ECDH_RSA_WITH_AES_256_GCM_SHA384"          },
    {0xc033, "TLS_ECDHE_PSK_WITH_RC4_128_SHA"                },
    {0xc034, "TLS_ECDHE_PSK_WITH_3DES_EDE_CBC_SHA"           },
    {0xc035, "TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA"            },
    {0xc036, "TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA"            },
    {0xc037, "TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256"         },
    {0xc038, "TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA384"         },
    {0xc039, "TLS_ECDHE_PSK_WITH_NULL_SHA"                   },
    {0xc03a, "TLS_ECDHE_PSK_WITH_NULL_SHA256"                },
    {0xc03b, "TLS_ECDHE_PSK_WITH_NULL_SHA384"                },
    {0xc03c, "TLS_RSA_WITH_ARIA_128_CBC_SHA256"              },
    {0xc03d, "TLS_RSA_WITH_ARIA_256_CBC_SHA384"              },
    {0xc03e, "TLS_DH_DSS_WITH_ARIA_128_CBC_SHA256"           },
    {0xc03f, "TLS_DH_DSS_WITH_ARIA_256_CBC_SHA384"           },
    {0xc040, "TLS_DH_RSA_WITH_ARIA_128_CBC_SHA256"           },
    {0xc041, "TLS_DH_RSA_WITH_ARIA_256_CBC_SHA384"           },
    {0xc042, "TLS_DHE_DSS_WITH_ARIA_128_CBC_SHA256"          },
    {0xc043, "TLS_DHE_DSS_WITH_ARIA_256_CBC_SHA384"          },
    {0xc044, "TLS_DHE_RSA_WITH_ARIA_128_CBC_SHA256"          },
    {0xc045, "TLS_DHE_RSA_WITH_ARIA_256_CBC_SHA384"          },
    {0xc046, "TLS_DH_anon_WITH_ARIA_128_CBC_SHA256"          },
    {0xc047, "TLS_DH_anon_WITH_ARIA_256_CBC_SHA384"          },
    {0xc048, "TLS_ECDHE_ECDSA_WITH_ARIA_128_CBC_SHA256"      },
    {0xc049, "TLS_ECDHE_ECDSA_WITH_ARIA_256_CBC_SHA384"      },
    {0xc04a, "TLS_ECDH_ECDSA_WITH_ARIA_128_CBC_SHA256"       },
    {0xc04b, "TLS_ECDH_ECDSA_WITH_ARIA_256_CBC_SHA384"       },
    {0xc04c, "TLS_ECDHE_RSA_WITH_ARIA_128_CBC_SHA256"        },
    {0xc04d, "TLS_ECDHE_RSA_WITH_ARIA_256_CBC_SHA384"        },
    {0xc04e, "TLS_ECDH_RSA_WITH_ARIA_128_CBC_SHA256"         },
    {0xc04f, "TLS_ECDH_RSA_WITH_ARIA_256_CBC_SHA384"         },
    {0xc050, "TLS_RSA_WITH_ARIA_128_GCM_SHA256"              },
    {0xc051, "TLS_RSA_WITH_ARIA_256_GCM_SHA384"              },
    {0xc052, "TLS_DHE_RSA_WITH_ARIA_128_GCM_SHA256"          },
    {0xc053, "TLS_DHE_RSA_WITH_ARIA_256_GCM_SHA384"          },
    {0xc054, "TLS_DH_RSA_WITH_ARIA_128_GCM_SHA256"           },
    {0xc055, "TLS_DH_RSA_WITH_ARIA_256_GCM_SHA384"           },
    {0xc056, "TLS_DHE_DSS_WITH_ARIA_128_GCM_SHA256"          },
    {0xc057, "TLS_DHE_DSS_WITH_ARIA_256_GCM_SHA384"          },
    {0xc058, "TLS_DH_DSS_WITH_ARIA_128_GCM_SHA256"           },
    {0xc059, "TLS_DH_DSS_WITH_ARIA_256_GCM_SHA384"           },
    {0xc05a, "TLS_DH_anon_WITH_ARIA_128_GCM_SHA256"          },
    {0xc05b, "TLS_DH_anon_WITH_ARIA_256_GCM_SHA384"          },
    {0xc05c, "TLS_ECDHE_ECDSA_WITH_ARIA_128_GCM_SHA256"      },
    {0xc05d, "TLS_ECDHE_ECDSA_WITH_ARIA_256_GCM_SHA384"      },
    {0xc05e, "TLS_ECDH_ECDSA_WITH_ARIA_128_GCM_SHA256"       },
    {0xc05f, "TLS_ECDH_ECDSA_WITH_ARIA_256_GCM_SHA384"       },
    {0xc060, "TLS_ECDHE_RSA_WITH_ARIA_128_GCM_SHA256"        },
    {0xc061, "TLS_ECDHE_RSA_WITH_ARIA_256_GCM_SHA384"        },
    {0xc062, "TLS_ECDH_RSA_WITH_ARIA_128_GCM_SHA256"         },
    {0xc063, "TLS_ECDH_RSA_WITH_ARIA_256_GCM_SHA384"         },
    {0xc064, "TLS_PSK_WITH_ARIA_128_CBC_SHA256"              },
    {0xc065, "TLS_PSK_WITH_ARIA_256_CBC_SHA384"              },
    {0xc066, "TLS_DHE_PSK_WITH_ARIA_128_CBC_SHA256"          },
    {0xc067, "TLS_DHE_PSK_WITH_ARIA_256_CBC_SHA384"          },
    {0xc068, "TLS_RSA_PSK_WITH_ARIA_128_CBC_SHA256"          },
    {0xc069, "TLS_RSA_PSK_WITH_ARIA_256_CBC_SHA384"          },
    {0xc06a, "TLS_PSK_WITH_ARIA_128_GCM_SHA256"              },
    {0xc06b, "TLS_PSK_WITH_ARIA_256_GCM_SHA384"              },
    {0xc06c, "TLS_DHE_PSK_WITH_ARIA_128_GCM_SHA256"          },
    {0xc06d, "TLS_DHE_PSK_WITH_ARIA_256_GCM_SHA384"          },
    {0xc06e, "TLS_RSA_PSK_WITH_ARIA_128_GCM_SHA256"          },
    {0xc06f, "TLS_RSA_PSK_WITH_ARIA_256_GCM_SHA384"          },
    {0xc070, "TLS_ECDHE_PSK_WITH_ARIA_128_CBC_SHA256"        },
    {0xc071, "TLS_ECDHE_PSK_WITH_ARIA_256_CBC_SHA384"        },
    {0xc072, "TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_CBC_SHA256"  },
    {0xc073, "TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_CBC_SHA384"  },
    {0xc074, "TLS_ECDH_ECDSA_WITH_CAMELLIA_128_CBC_SHA256"   },
    {0xc075, "TLS_ECDH_ECDSA_WITH_CAMELLIA_256_CBC_SHA384"   },
    {0xc076, "TLS_ECDHE_RSA_WITH_CAMELLIA_128_CBC_SHA256"    },
    {0xc077, "TLS_ECDHE_RSA_WITH_CAMELLIA_256_CBC_SHA384"    },
    {0xc078, "TLS_ECDH_RSA_WITH_CAMELLIA_128_CBC_SHA256"     },
    {0xc079, "TLS_ECDH_RSA_WITH_CAMELLIA_256_CBC_SHA384"     },
    {0xc07a, "TLS_RSA_WITH_CAMELLIA_128_GCM_SHA256"          },
    {0xc07b, "TLS_RSA_WITH_CAMELLIA_256_GCM_SHA384"          },
    {0xc07c, "TLS_DHE_RSA_WITH_CAMELLIA_128_GCM_SHA256"      },
    {0xc07d, "TLS_DHE_RSA_WITH_CAMELLIA_256_GCM_SHA384"      },
    {0xc07e, "TLS_DH_RSA_WITH_CAMELLIA_128_GCM_SHA256"       },
    {0xc07f, "TLS_DH_RSA_WITH_CAMELLIA_256_GCM_SHA384"       },
    {0xc080, "TLS_DHE_DSS_WITH_CAMELLIA_128_GCM_SHA256"      },
    {0xc081, "TLS_DHE_DSS_WITH_CAMELLIA_256_GCM_SHA384"      },
    {0xc082, "TLS_DH_DSS_WITH_CAMELLIA_128_GCM_SHA256"       },
    {0xc083, "TLS_DH_DSS_WITH_CAMELLIA_256_GCM_SHA384"       },
    {0xc084, "TLS_DH_anon_WITH_CAMELLIA_128_GCM_SHA256"      },
    {0xc085, "TLS_DH_anon_WITH_CAMELLIA_256_GCM_SHA384"      },
    {0xc086, "TLS_ECDHE_ECDSA_WITH_CAMELLIA_128_GCM_SHA256"  },
    {0xc087, "TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_GCM_SHA384"  },
    {0xc088, "TLS_ECDH_ECDSA_WITH_CAMELLIA_128_GCM_SHA256"   },
    {0xc089, "TLS_ECDH_ECDSA_WITH_CAMELLIA_256_GCM_SHA384"   },
    {0xc08a, "TLS_ECDHE_RSA_WITH_CAMELLIA_128_GCM_SHA256"    },
    {0xc08b, "TLS_ECDHE_RSA_WITH_CAMELLIA_256_GCM_SHA384"    },
    {0xc08c, "TLS_ECDH_RSA_WITH_CAMELLIA_128_GCM_SHA256"     },
    {0xc08d, "TLS_ECDH_RSA_WITH_CAMELLIA_256_GCM_SHA384"     },
    {0xc08e, "TLS_PSK_WITH_CAMELLIA_128_GCM_SHA256"          },
    {0xc08f, "TLS_PSK_WITH_CAMELLIA_256_GCM_SHA384"          },
    {0xc090, "TLS_DHE_PSK_WITH_CAMELLIA_128_GCM_SHA256"      },
    {0xc091, "TLS_DHE_PSK_WITH_CAMELLIA_256_GCM_SHA384"      },
    {0xc092, "TLS_RSA_PSK_WITH_CAMELLIA_128_GCM_SHA256"      },
    {0xc093, "TLS_RSA_PSK_WITH_CAMELLIA_256_GCM_SHA384"      },
    {0xc094, "TLS_PSK_WITH_CAMELLIA_128_CBC_SHA256"          },
    {0xc095, "TLS_PSK_WITH_CAMELLIA_256_CBC_SHA384"          },
    {0xc096, "TLS_DHE_PSK_WITH_CAMELLIA_128_CBC_SHA256"      },
    {0xc097, "TLS_DHE_PSK_WITH_CAMELLIA_256_CBC_SHA384"      },
    {0xc098, "TLS_RSA_PSK_WITH_CAMELLIA_128_CBC_SHA256"      },
    {0xc099, "TLS_RSA_PSK_WITH_CAMELLIA_256_CBC_SHA384"      },
    {0xc09a, "TLS_ECDHE_PSK_WITH_CAMELLIA_128_CBC_SHA256"    },
    {0xc09b, "TLS_ECDHE_PSK_WITH_CAMELLIA_256_CBC_SHA384"    },
    {0xc09c, "TLS_RSA_WITH_AES_128_CCM"                      },
    {0xc09d, "TLS_RSA_WITH_AES_256_CCM"                      },
    {0xc09e, "TLS_DHE_RSA_WITH_AES_128_CCM"                  },
    {0xc09f, "TLS_DHE_RSA_WITH_AES_256_CCM"                  },
    {0xc0a0, "TLS_RSA_WITH_AES_128_CCM_8"                    },
    {0xc0a1, "TLS_RSA_WITH_AES_256_CCM_8"                    },
    {0xc0a2, "TLS_DHE_RSA_WITH_AES_128_CCM_8"                },
    {0xc0a3, "TLS_DHE_RSA_WITH_AES_256_CCM_8"                },
    {0xc0a4, "TLS_PSK_WITH_AES_128_CCM"                      },
    {0xc0a5, "TLS_PSK_WITH_AES_256_CCM"                      },
    {0xc0a6, "TLS_DHE_PSK_WITH_AES_128_CCM"                  },
    {0xc0a7, "TLS_DHE_PSK_WITH_AES_256_CCM"                  },
    {0xc0a8, "TLS_PSK_WITH_AES_128_CCM_8"                    },
    {0xc0a9, "TLS_PSK_WITH_AES_256_CCM_8"                    },
    {0xc0aa, "TLS_PSK_DHE_WITH_AES_128_CCM_8"                },
    {0xc0ab, "TLS_PSK_DHE_WITH_AES_256_CCM_8"                },
    {0xc0ac, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM"              },
    {0xc0ad, "TLS_ECDHE_ECDSA_WITH_AES_256_CCM"              },
    {0xc0ae, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8"            },
    {0xc0af, "TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8"            },
    {0xc0b0, "TLS_ECCPWD_WITH_AES_128_GCM_SHA256"            },
    {0xc0b1, "TLS_ECCPWD_WITH_AES_256_GCM_SHA384"            },
    {0xc0b2, "TLS_ECCPWD_WITH_AES_128_CCM_SHA256"            },
    {0xc0b3, "TLS_ECCPWD_WITH_AES_256_CCM_SHA384"            },
    {0xc0b4, "TLS_SHA256_SHA256"                             },
    {0xc0b5, "TLS_SHA384_SHA384"                             },
    {0xc0ff, "TLS_ECJPAKE_WITH_AES_128_CCM_8"                },
    {0xc100, "TLS_GOSTR341112_256_WITH_KUZNYECHIK_CTR_OMAC"  },
    {0xc101, "TLS_GOSTR341112_256_WITH_MAGMA_CTR_OMAC"       },
    {0xc102, "TLS_GOSTR341112_256_WITH_28147_CNT_IMIT"       },
    {0xc103, "TLS_GOSTR341112_256_WITH_KUZNYECHIK_MGM_L"     },
    {0xc104, "TLS_GOSTR341112_256_WITH_MAGMA_MGM_L"          },
    {0xc105, "TLS_GOSTR341112_256_WITH_KUZNYECHIK_MGM_S"     },
    {0xc106, "TLS_GOSTR341112_256_WITH_MAGMA_MGM_S"          },
    {0xcc13, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"   },
    {0xcc14, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256" },
    {0xcc15, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256"     },
    {0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"   },
    {0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256" },
    {0xccaa, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256"     },
    {0xccab, "TLS_PSK_WITH_CHACHA20_POLY1305_SHA256"         },
    {0xccac, "TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256"   },
    {0xccad, "TLS_DHE_PSK_WITH_CHACHA20_POLY1305_SHA256"     },
    {0xccae, "TLS_RSA_PSK_WITH_CHACHA20_POLY1305_SHA256"     },
    {0xd001, "TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256"         },
    {0xd002, "TLS_ECDHE_PSK_WITH_AES_256_GCM_SHA384"         },
    {0xd003, "TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256"       },
    {0xd005, "TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256"         },
    {0xe001, "ECDHE_SM1_SM3"                                 },
    {0xe003, "ECC_SM1_SM3"                                   },
    {0xe005, "IBSDH_SM1_SM3"                                 },
    {0xe007, "IBC_SM1_SM3"                                   },
    {0xe009, "RSA_SM1_SM3"                                   },
    {0xe00a, "RSA_SM1_SHA1"                                  },
    {0xe011, "ECDHE_SM4_CBC_SM3"                             },
    {0xe013, "ECC_SM4_CBC_SM3"                               },
    {0xe015, "IBSDH_SM4_CBC_SM3"                             },
    {0xe017, "IBC_SM4_CBC_SM3"                               },
    {0xe019, "RSA_SM4_CBC_SM3"                               },
    {0xe01a, "RSA_SM4_CBC_SHA1"                              },
    {0xe01c, "RSA_SM4_CBC_SHA256"                            },
    {0xe051, "ECDHE_SM4_GCM_SM3"                             },
    {0xe053, "ECC_SM4_GCM_SM3"                               },
    {0xe055, "IBSDH_SM4_GCM_SM3"                             },
    {0xe057, "IBC_SM4_GCM_SM3"                               },
    {0xe059, "RSA_SM4_GCM_SM3"                               },
    {0xe05a, "RSA_SM4_GCM_SHA256"                            },
    {0xe410, "TLS_RSA_WITH_ESTREAM_SALSA20_SHA1"             },
    {0xe411, "TLS_RSA_WITH_SALSA20_SHA1"                     },
    {0xe412, "TLS_ECDHE_RSA_WITH_ESTREAM_SALSA20_SHA1"       },
    {0xe413, "TLS_ECDHE_RSA_WITH_SALSA20_SHA1"               },
    {0xe414, "TLS_ECDHE_ECDSA_WITH_ESTREAM_SALSA20_SHA1"     },
    {0xe415, "TLS_ECDHE_ECDSA_WITH_SALSA20_SHA1"             },
    {0xe416, "TLS_PSK_WITH_ESTREAM_SALSA20_SHA1"             },
    {0xe417, "TLS_PSK_WITH_SALSA20_SHA1"                     },
    {0xe418, "TLS_ECDHE_PSK_WITH_ESTREAM_SALSA20_SHA1"       },
    {0xe419, "TLS_ECDHE_PSK_WITH_SALSA20_SHA1"               },
    {0xe41a, "TLS_RSA_PSK_WITH_ESTREAM_SALSA20_SHA1"         },
    {0xe41b, "TLS_RSA_PSK_WITH_SALSA20_SHA1"                 },
    {0xe41c, "TLS_DHE_PSK_WITH_ESTREAM_SALSA20_SHA1"         },
    {0xe41d, "TLS_DHE_PSK_WITH_SALSA20_SHA1"                 },
    {0xe41e, "TLS_DHE_RSA_WITH_ESTREAM_SALSA20_SHA1"         },
    {0xe41f, "TLS_DHE_RSA_WITH_SALSA20_SHA1"                 },
    {0xfefe, "SSL_RSA_FIPS_WITH_DES_CBC_SHA"                 },
    {0xfeff, "SSL_RSA_FIPS_WITH_3DES_EDE_CBC_SHA"            },
    {0xffe0, "SSL_RSA_FIPS_WITH_3DES_EDE_CBC_SHA"            },
    {0xffe1, "SSL_RSA_FIPS_WITH_DES_CBC_SHA"                 },
};
const gsize cipher_suite_row_count = G_N_ELEMENTS(cipher_suite_rows);

/* What stands between "TLS_" and "_WITH_", without "_EXPORT" and its like. Suites of GM/T 0024 have
 * neither: there it is the first word. */
static const struct {
    const char *method;
    key_exchange_t key_exchange;
    bool server_certificate;
} methods[] = {
    {"NULL",            KEX_NULL,      false},
    {"RSA",             KEX_RSA,       true },
    {"DH_DSS",          KEX_DH,        true },
    {"DH_RSA",          KEX_DH,        true },
    {"DH_anon",         KEX_ANONYMOUS, false},
    {"DHE_DSS",         KEX_DHE,       true },
    {"DHE_RSA",         KEX_DHE,       true },
    {"ECDH_ECDSA",      KEX_ECDH,      true },
    {"ECDH_RSA",        KEX_ECDH,      true },
    {"ECDH_anon",       KEX_ANONYMOUS, false},
    {"ECDHE_ECDSA",     KEX_ECDHE,     true },
    {"ECDHE_RSA",       KEX_ECDHE,     true },
    {"ECDHE",           KEX_ECDHE,     true },
    {"CECPQ1_ECDSA",    KEX_HYBRID,    true },
    {"CECPQ1_RSA",      KEX_HYBRID,    true },
    {"PSK",             KEX_PSK,       false},
    {"DHE_PSK",         KEX_PSK_DHE,   false},
    {"PSK_DHE",         KEX_PSK_DHE,   false},
    {"ECDHE_PSK",       KEX_PSK_ECDHE, false},
    {"RSA_PSK",         KEX_RSA_PSK,   true },
    {"SRP_SHA",         KEX_SRP,       false},
    {"SRP_SHA_DSS",     KEX_SRP,       true },
    {"SRP_SHA_RSA",     KEX_SRP,       true },
    {"KRB5",            KEX_KRB5,      false},
    {"GOSTR341001",     KEX_GOST,      true },
    {"GOSTR341094",     KEX_GOST,      true },
    {"GOSTR341112_256", KEX_GOST,      true },
    {"ECCPWD",          KEX_ECCPWD,    false},
    {"ECC",             KEX_SM2,       true },
    {"FORTEZZA_KEA",    KEX_UNKNOWN,   true },
    {"ECJPAKE",         KEX_UNKNOWN,   false},
    {"IBC",             KEX_UNKNOWN,   false},
    {"IBSDH",           KEX_UNKNOWN,   false},
};

/* The first that is found counts. MGM has a tag of one block (RFC 9367), AEGIS one of 128 bits. */
static const struct {
    const char *words;
    guint8 length;
} tags[] = {
    {"CCM_8",        8 },
    {"MAGMA_MGM",    8 },
    {"MGM",          16},
    {"GCM",          16},
    {"CCM",          16},
    {"POLY1305",     16},
    {"AEGIS",        16},
    {"ASCONAEAD128", 16},
};

static const char *const weak_ciphers[] = {
    "NULL", "RC4", "RC2", "DES", "DES40", "3DES", "IDEA", "FORTEZZA", "EXPORT", "EXPORT1024",
};

/* True if @words stand in @name as whole words: "DES" does not stand in "TLS_KRB5_WITH_3DES". */
static bool has_words(const char *name, const char *words)
{
    size_t length = strlen(words);
    for (const char *at = strstr(name, words); at; at = strstr(at + 1, words)) {
        bool begins = at == name || at[-1] == '_';
        bool ends = at[length] == '\0' || at[length] == '_';
        if (begins && ends)
            return true;
    }
    return false;
}

static bool is_signal(const char *name)
{
    return g_str_has_suffix(name, "_SCSV");
}

/* RFC 8446 §B.4: such a name says nothing of keys and has no "WITH". RFC 9367 kept the old form. */
static bool is_tls13(const char *name)
{
    if (has_words(name, "MGM"))
        return true;
    return g_str_has_prefix(name, "TLS_") && !has_words(name, "WITH") && !is_signal(name);
}

/* RFC 9150: TLS 1.3 without encryption; an HMAC stands in place of the tag. */
static bool is_integrity_only(const char *name)
{
    return g_str_has_prefix(name, "TLS_SHA");
}

static size_t method_length(const char *name)
{
    static const char *const ends[] = {"_EXPORT", "_FIPS", "_WITH_"};
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
        const char *end = strstr(name, ends[i]);
        if (end)
            return (size_t)(end - name);
    }
    return strcspn(name, "_");
}

static void read_method(cipher_suite_t *suite)
{
    suite->server_certificate = !is_signal(suite->name);
    if (is_tls13(suite->name)) {
        suite->key_exchange = KEX_TLS13;
        return;
    }
    bool prefix = g_str_has_prefix(suite->name, "TLS_") || g_str_has_prefix(suite->name, "SSL_");
    const char *method = suite->name + (prefix ? 4 : 0);
    size_t length = method_length(method);
    for (size_t i = 0; i < G_N_ELEMENTS(methods); i++) {
        if (strlen(methods[i].method) != length || strncmp(methods[i].method, method, length) != 0)
            continue;
        suite->key_exchange = methods[i].key_exchange;
        suite->server_certificate = methods[i].server_certificate;
    }
}

static guint8 hash_length(const char *name)
{
    if (is_signal(name))
        return 0;
    if (has_words(name, "SHA512"))
        return 64;
    return has_words(name, "SHA384") ? 48 : 32;
}

static guint8 tag_length(const char *name)
{
    if (is_integrity_only(name))
        return hash_length(name);
    for (size_t i = 0; i < G_N_ELEMENTS(tags); i++)
        if (has_words(name, tags[i].words))
            return tags[i].length;
    return 0;
}

static bool is_weak_cipher(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(weak_ciphers); i++)
        if (has_words(name, weak_ciphers[i]))
            return true;
    return is_integrity_only(name);
}

static bool is_export(const char *name)
{
    return has_words(name, "EXPORT") || has_words(name, "EXPORT1024");
}

static int compare_code(const void *key, const void *row)
{
    return *(const guint16 *)key - ((const cipher_suite_row_t *)row)->code;
}

cipher_suite_t cipher_suite_lookup(guint16 code)
{
    cipher_suite_t suite = {.code = code, .server_certificate = true};
    const cipher_suite_row_t *row = bsearch(&code, cipher_suite_rows, cipher_suite_row_count,
                                            sizeof(cipher_suite_rows[0]), compare_code);
    if (!row)
        return suite;

    suite.name = row->name;
    read_method(&suite);
    suite.hash_length = hash_length(row->name);
    suite.tag_length = tag_length(row->name);
    suite.weak_cipher = is_weak_cipher(row->name);
    suite.weak_key_exchange = is_export(row->name) || suite.key_exchange == KEX_ANONYMOUS;
    return suite;
}
